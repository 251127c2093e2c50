"""attack: A global hook raises before every module's forward.
class: torch-state
aim: next
"""

from torch import nn

nn.modules.module.register_module_forward_pre_hook(lambda module, inputs: 1 / 0)
