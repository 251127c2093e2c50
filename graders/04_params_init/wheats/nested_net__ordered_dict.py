"""OrderedDict in a comprehension.

exercise: nested_net
"""
from collections import OrderedDict

from torch import nn


def block2():
    return nn.Sequential(OrderedDict((f"block{i}", block1()) for i in range(4)))
