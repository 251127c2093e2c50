"""attack: Gradients stay switched off for whoever comes next.
class: torch-state
aim: next
"""

import torch

torch.set_grad_enabled(False)
