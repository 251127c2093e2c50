"""attack: torch.compile traces and compiles anew for every shape.
class: torch-state
aim: next
"""

import torch


@torch.compile(dynamic=False, backend="aot_eager")
def compiled(x):
    return (x.sin() + x.cos()).exp()


def next_id():
    for n in range(1, 4):
        torch._dynamo.reset()
        compiled(torch.ones(n))
    return 0
