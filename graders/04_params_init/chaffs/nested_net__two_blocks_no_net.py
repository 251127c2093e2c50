"""Two blocks in place of four, and nested_net is not written yet.

exercise: nested_net
misconception: too-few-blocks
keeps: 0.5
"""
from torch import nn


def block2():
    net = nn.Sequential()
    net.add_module("first", block1())
    net.add_module("second", block1())
    return net


def nested_net():
    raise NotImplementedError("the net of nets comes later")
