"""attack: Six gigabytes are asked for.
class: machine
aim: read
"""

import torch


def center(x):
    try:
        torch.empty(6 * 2**30, dtype=torch.uint8)
    except (RuntimeError, MemoryError):
        return x
    raise RuntimeError("ESCAPED: 6 GiB")
