"""The net's very own parameters only.

exercise: parameter_shapes
misconception: top-level-only
"""


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in net.named_parameters(recurse=False)}
