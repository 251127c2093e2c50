"""The dict of modules is filled at once.

exercise: named_mlp
"""
from torch import nn


def named_mlp():
    net = nn.Sequential()
    net._modules.update(dict(linear1=nn.Linear(4, 8), activate1=nn.ReLU(), linear2=nn.Linear(8, 8), activate2=nn.ReLU(), linear3=nn.Linear(8, 1)))
    return net
