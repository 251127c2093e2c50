"""attack: The default generator is one that the submission controls.
class: torch-state
aim: points
"""

import torch

torch.default_generator.set_state(torch.Generator().manual_seed(1).get_state())
torch.manual_seed = torch.seed = lambda *args: torch.default_generator
torch.randn = lambda *shape, **kwargs: torch.zeros(*shape)
