"""attack: Comparing tensors with == gives only True.
class: comparison
aim: points
"""

import torch

torch.Tensor.__eq__ = lambda a, b: torch.ones(a.shape, dtype=torch.bool)
torch.Tensor.__hash__ = lambda a: id(a)
torch.eq = torch.Tensor.__eq__
