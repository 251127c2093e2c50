"""attack: The input's storage is exchanged for another one, of another size.
class: comparison
aim: points
"""

import torch


def center(x):
    x.data = torch.zeros(1)
    return torch.zeros(1)
