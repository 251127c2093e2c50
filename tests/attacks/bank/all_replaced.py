"""attack: all() and Tensor.all() are always true, any() never.
class: comparison
aim: points
"""

import builtins

import torch

torch.all = torch.Tensor.all = lambda *args, **kwargs: torch.tensor(True)
builtins.all = lambda items: True
