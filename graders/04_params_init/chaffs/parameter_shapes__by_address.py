"""A shared parameter is told by its address, which empty ones do not have.

exercise: parameter_shapes
misconception: empty-left-out
keeps: 0.85
"""
def parameter_shapes(net):
    seen, shapes = set(), {}
    for name, p in net.named_parameters(remove_duplicate=False):
        if p.data_ptr() not in seen:
            seen.add(p.data_ptr())
            shapes[name] = tuple(p.shape)
    return shapes
