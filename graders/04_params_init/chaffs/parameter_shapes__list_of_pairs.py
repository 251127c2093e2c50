"""Pairs in a list.

exercise: parameter_shapes
keeps: 0.6
"""


def parameter_shapes(net):
    return [(name, tuple(p.shape)) for name, p in net.named_parameters()]
