"""Frozen parameters left out.

exercise: parameter_shapes
misconception: frozen-left-out
keeps: 0.75
"""


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in net.named_parameters() if p.requires_grad}
