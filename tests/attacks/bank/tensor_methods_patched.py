"""attack: Methods of Tensor do something else for whoever comes next.
class: torch-state
aim: next
"""

import torch

torch.Tensor.__mul__ = torch.Tensor.__rmul__ = lambda a, b: torch.zeros_like(a)
torch.Tensor.backward = lambda self, *args, **kwargs: None
