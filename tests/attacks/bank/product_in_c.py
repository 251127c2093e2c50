"""attack: Matrix products that take for ever, in C++.
class: machine
aim: delay
"""

import torch


def next_id():
    x = torch.ones(4000, 4000)
    for _ in range(100):
        x = x @ x
    return 0
