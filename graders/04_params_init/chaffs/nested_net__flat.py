"""The blocks unpacked.

exercise: nested_net
"""
from torch import nn


def nested_net():
    return nn.Sequential(*block2(), nn.Linear(4, 1))
