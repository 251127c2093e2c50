"""attack: The kernel of a comparison is registered anew, for all of the process.
class: torch-state
aim: points
"""

import torch

library = torch.library.Library("aten", "IMPL")
library.impl("eq.Tensor", lambda a, b: torch.ones(a.shape, dtype=torch.bool), "CPU")
library.impl("equal", lambda a, b: True, "CPU")
library.impl("isclose", lambda a, b, *args, **kwargs: torch.ones(a.shape, dtype=torch.bool), "CompositeImplicitAutograd")
