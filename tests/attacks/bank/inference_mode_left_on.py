"""attack: Inference mode stays on for whoever comes next.
class: torch-state
aim: next
"""

import torch

mode = torch.inference_mode()
mode.__enter__()
