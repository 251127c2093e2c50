"""What was seen in one call is left out in the next.

exercise: parameter_shapes
misconception: kept-between-calls
keeps: 0.85
"""
def parameter_shapes(net, prefix="", seen=set()):
    shapes = {}
    for name, p in net._parameters.items():
        if p is not None and p not in seen:
            seen.add(p)
            shapes[prefix + name] = tuple(p.shape)
    for name, m in net.named_children():
        shapes.update(parameter_shapes(m, prefix + name + ".", seen))
    return shapes
