"""A recursion that passes the child's name on, but not the way to it.

exercise: parameter_shapes
misconception: nested-prefix-missing
keeps: 0.6
"""


def parameter_shapes(net, prefix="", seen=None):
    seen = set() if seen is None else seen
    shapes = {}
    for name, p in net.named_parameters(recurse=False):
        if id(p) not in seen:
            seen.add(id(p))
            shapes[prefix + name] = tuple(p.shape)
    for name, child in net.named_children():
        shapes.update(parameter_shapes(child, name + ".", seen))
    return shapes
