"""attack: New tensors of whoever comes next have no values.
class: torch-state
aim: next
"""

import torch

torch.set_default_device("meta")
