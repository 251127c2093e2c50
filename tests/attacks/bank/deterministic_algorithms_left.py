"""attack: Deterministic algorithms, with memory filled with NaN, stay on for whoever comes next.
class: torch-state
aim: next
"""

import torch

torch.use_deterministic_algorithms(True)
torch.utils.deterministic.fill_uninitialized_memory = True
