"""Layers in lists, unpacked, and named parts.

exercise: nested_net
"""
from torch import nn


def block1():
    layers = []
    for inputs, outputs in [(4, 8), (8, 4)]:
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers)


def block2():
    net = nn.Sequential()
    net.add_module("block0", block1())
    net.add_module("block1", block1())
    net.add_module("block2", block1())
    net.add_module("block3", block1())
    return net


def nested_net():
    net = nn.Sequential()
    net.add_module("body", block2())
    net.add_module("head", nn.Linear(4, 1))
    return net
