"""attack: A tensor of four hundred megabytes is returned.
class: machine
aim: next
"""

import torch


def center(x):
    return torch.zeros(100 * 2**20)
