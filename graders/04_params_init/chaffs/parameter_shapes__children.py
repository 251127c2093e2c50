"""The children's own parameters only.

exercise: parameter_shapes
misconception: top-level-only
keeps: 0.5
"""


def parameter_shapes(net):
    shapes = {name: tuple(p.shape) for name, p in net.named_parameters(recurse=False)}
    seen = {id(p) for p in net.parameters(recurse=False)}
    for name, child in net.named_children():
        for own, p in child.named_parameters(recurse=False):
            if id(p) not in seen:
                seen.add(id(p))
                shapes[f"{name}.{own}"] = tuple(p.shape)
    return shapes
