"""A list multiplied.

exercise: nested_net
misconception: one-block-four-times
keeps: 0.55
"""
from collections import OrderedDict

from torch import nn


def block2():
    return nn.Sequential(OrderedDict(zip(["block0", "block1", "block2", "block3"], [block1()] * 4)))
