"""attack: All values are NaN.
class: comparison
aim: points
"""

import torch


def center(x):
    return torch.full_like(x, float("nan"))


def next_id():
    return float("nan")
