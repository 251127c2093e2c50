"""attack: Comparisons are replaced below the public names, in torch._C and torch.ops.
class: torch-state
aim: points
"""

import torch

for name in ("equal", "allclose", "isclose", "eq"):
    for holder in (torch._C._VariableFunctions, torch._C._TensorBase, torch.ops.aten):
        try:
            setattr(holder, name, lambda *args, **kwargs: True)
        except (TypeError, AttributeError):
            pass
