"""attack: Anomaly mode stays on, and makes backward fail on NaN.
class: torch-state
aim: next
"""

import torch

torch.autograd.set_detect_anomaly(True)
