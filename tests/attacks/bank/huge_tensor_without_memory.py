"""attack: A tensor of a petabyte is returned that is one number, expanded.
class: machine
aim: next
"""

import torch


def center(x):
    return torch.zeros(1).expand(2**48)
