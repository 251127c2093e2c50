"""setattr on an nn.Sequential registers modules too.

exercise: nested_net
"""
from torch import nn


def block2():
    net = nn.Sequential()
    for i in range(4):
        setattr(net, "block" + str(i), block1())
    return net
