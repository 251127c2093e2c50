"""One dictionary for all calls: names of earlier nets are still in it.

exercise: parameter_shapes
keeps: 0.65
"""


def parameter_shapes(net, shapes={}):
    for name, p in net.named_parameters():
        shapes[name] = tuple(p.shape)
    return shapes
