"""nested_net makes its own first part: two blocks without names.

exercise: nested_net
misconception: first-part-of-another-kind
keeps: 0.85
"""
from torch import nn


def nested_net():
    return nn.Sequential(nn.Sequential(block1(), block1()), nn.Linear(4, 1))
