"""attack: float64 stays the default dtype for whoever comes next.
class: torch-state
aim: next
"""

import torch

torch.set_default_dtype(torch.float64)
