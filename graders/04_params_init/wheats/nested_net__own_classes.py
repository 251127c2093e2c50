"""Classes that are nn.Sequential, and ReLUs that write in place and are used twice.

exercise: nested_net
"""
from torch import nn


class Block(nn.Sequential):
    def __init__(self):
        relu = nn.ReLU(inplace=True)
        super().__init__(nn.Linear(4, 8), relu, nn.Linear(8, 4), relu)


def block1():
    return Block()
