"""attack: A global hook exchanges every parameter that a module registers.
class: torch-state
aim: next
"""

import torch
from torch import nn

nn.modules.module.register_module_parameter_registration_hook(lambda module, name, p: nn.Parameter(torch.zeros_like(p)))
