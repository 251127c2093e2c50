"""The last layer made once, outside.

exercise: nested_net
misconception: same-parameters-every-call
keeps: 0.75
"""
from torch import nn


head = nn.Linear(4, 1)


def nested_net():
    return nn.Sequential(block2(), head)
