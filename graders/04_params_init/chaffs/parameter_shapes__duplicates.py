"""A shared parameter under all of its names.

exercise: parameter_shapes
misconception: shared-listed-twice
keeps: 0.8
"""


def parameter_shapes(net):
    return {name: tuple(p.shape) for name, p in net.named_parameters(remove_duplicate=False)}
