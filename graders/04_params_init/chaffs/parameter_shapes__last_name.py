"""A shared parameter under the last of its names.

exercise: parameter_shapes
misconception: later-name
keeps: 0.85
"""
def parameter_shapes(net):
    names = {p: name for name, p in net.named_parameters(remove_duplicate=False)}
    return {name: tuple(p.shape) for p, name in names.items()}
