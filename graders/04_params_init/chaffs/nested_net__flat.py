"""The blocks unpacked.

exercise: nested_net
keeps: 0.75
"""
from torch import nn


def nested_net():
    return nn.Sequential(*block2(), nn.Linear(4, 1))
