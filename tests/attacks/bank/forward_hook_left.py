"""attack: A global hook multiplies every module's output by zero.
class: torch-state
aim: next
"""

from torch import nn

nn.modules.module.register_module_forward_hook(lambda module, inputs, output: output * 0)
