"""nested_net makes its own first part: four blocks without names.

exercise: nested_net
misconception: first-part-of-another-kind
keeps: 0.9
"""
from torch import nn


def nested_net():
    return nn.Sequential(nn.Sequential(*[block1() for _ in range(4)]), nn.Linear(4, 1))
