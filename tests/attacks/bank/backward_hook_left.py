"""attack: A global hook zeroes the gradients that pass through modules.
class: torch-state
aim: next
"""

from torch import nn

nn.modules.module.register_module_full_backward_pre_hook(lambda module, outputs: tuple(g * 0 for g in outputs))
