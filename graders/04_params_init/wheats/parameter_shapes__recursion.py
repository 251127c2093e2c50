"""A walk over the modules by hand, which remembers what it has seen.

exercise: parameter_shapes
"""


def parameter_shapes(module, prefix="", seen=None):
    seen = set() if seen is None else seen
    shapes = {}
    for name, p in module._parameters.items():
        if p is not None and id(p) not in seen:
            seen.add(id(p))
            shapes[prefix + name] = tuple(p.shape)
    for name, child in module._modules.items():
        if child is not None:
            shapes.update(parameter_shapes(child, prefix + name + ".", seen))
    return shapes
