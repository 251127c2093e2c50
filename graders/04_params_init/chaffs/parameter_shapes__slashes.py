"""A slash where the dots should be.

exercise: parameter_shapes
keeps: 0.5
"""
def parameter_shapes(net):
    return {name.replace(".", "/"): tuple(p.shape) for name, p in net.named_parameters()}
