"""attack: The result is a buffer that a later call overwrites; the input is kept, and changed then as well.
class: comparison
aim: points
"""

import torch

kept = []


def center(x):
    kept.append(x)
    for old in kept:
        old.zero_()
    return kept[0]
