"""Knows buffers by the names that batch norm gives them.

exercise: parameter_shapes
misconception: buffers-included
keeps: 0.85
"""
def parameter_shapes(net):
    once, shapes = set(), {}
    for name, tensor in net.state_dict(keep_vars=True).items():
        if name.split(".")[-1] in ("running_mean", "running_var", "num_batches_tracked") or id(tensor) in once:
            continue
        once.add(id(tensor))
        shapes[name] = tuple(tensor.shape)
    return shapes
