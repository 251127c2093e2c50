"""attack: torch.compile starts a compiler for every shape.
class: torch-state
aim: delay
"""

import torch


@torch.compile(dynamic=False)
def compiled(x):
    return (x.sin() + x.cos()).exp()


def next_id():
    for n in range(1, 200):
        torch._dynamo.reset()
        compiled(torch.ones(n))
    return 0
