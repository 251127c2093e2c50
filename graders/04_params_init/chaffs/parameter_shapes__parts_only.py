"""The parameters of the net's parts, but not those of the net itself.

exercise: parameter_shapes
misconception: not-the-usual-layers
keeps: 0.75
"""
def parameter_shapes(net):
    parts = [(prefix, part) for prefix, part in net.named_modules() if prefix]
    return {f"{prefix}.{name}": tuple(p.shape) for prefix, part in parts for name, p in part._parameters.items() if p is not None}
