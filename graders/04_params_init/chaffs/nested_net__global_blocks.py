"""Blocks made once, outside.

exercise: nested_net
misconception: same-parameters-every-call
keeps: 0.65
"""
from collections import OrderedDict

from torch import nn

BLOCKS = OrderedDict((f"block{i}", block1()) for i in range(4))


def block2():
    return nn.Sequential(BLOCKS)
