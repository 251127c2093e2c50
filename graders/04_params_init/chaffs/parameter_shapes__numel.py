"""How many numbers in place of the shape.

exercise: parameter_shapes
keeps: 0.45
"""


def parameter_shapes(net):
    return {name: p.numel() for name, p in net.named_parameters()}
