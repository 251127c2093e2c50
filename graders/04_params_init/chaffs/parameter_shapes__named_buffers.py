"""Parameters and buffers, both by name.

exercise: parameter_shapes
misconception: buffers-included
keeps: 0.75
"""
from itertools import chain


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in chain(net.named_parameters(), net.named_buffers())}
