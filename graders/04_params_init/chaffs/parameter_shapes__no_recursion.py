"""The net's very own parameters only.

exercise: parameter_shapes
misconception: top-level-only
keeps: 0.25
"""


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in net.named_parameters(recurse=False)}
