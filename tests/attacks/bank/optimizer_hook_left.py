"""attack: A global hook fails every optimizer's step, and the optimizers' classes are patched too.
class: torch-state
aim: next
"""

import torch
from torch.optim import optimizer

optimizer.register_optimizer_step_pre_hook(lambda *args: 1 / 0)
torch.optim.SGD.step = lambda self, closure=None: None
