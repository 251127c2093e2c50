"""attack: A mode below all of torch's operations makes every comparison true.
class: torch-state
aim: points
"""

import torch
from torch.utils._python_dispatch import TorchDispatchMode


class Yes(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        return torch.ones_like(out) if isinstance(out, torch.Tensor) and out.dtype == torch.bool else out


mode = Yes()
mode.__enter__()
