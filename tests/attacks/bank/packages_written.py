"""attack: A file is put beside torch, and one beside the package of the kit.
class: machine
aim: canary
"""

import os

import msgpack
import torch

for module in (torch, msgpack):
    with open(os.path.join(os.path.dirname(module.__file__), MARK), "w") as file:
        file.write("hacked")
