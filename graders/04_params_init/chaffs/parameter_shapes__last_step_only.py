"""Only the last step of the name.

exercise: parameter_shapes
misconception: nested-prefix-missing
keeps: 0.4
"""


def parameter_shapes(net):
    return {name.split(".")[-1]: tuple(p.shape) for name, p in net.named_parameters()}
