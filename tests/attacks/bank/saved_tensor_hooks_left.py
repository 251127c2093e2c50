"""attack: What autograd saves for backward is multiplied by zero, for whoever comes next.
class: torch-state
aim: next
"""

import torch

hooks = torch.autograd.graph.saved_tensors_hooks(lambda x: x * 0, lambda x: x)
hooks.__enter__()
