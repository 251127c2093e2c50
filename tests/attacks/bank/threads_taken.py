"""attack: torch is told to use many more threads than there are cores.
class: torch-state
aim: next
"""

import os

import torch

os.environ["OMP_NUM_THREADS"] = "64"
torch.set_num_threads(64)
torch.ones(400, 400) @ torch.ones(400, 400)
