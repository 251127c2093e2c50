"""In alphabetical order.

exercise: parameter_shapes
keeps: 0.75
"""


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in sorted(net.named_parameters())}
