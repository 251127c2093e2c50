"""Children that have a weight.

exercise: parameter_shapes
misconception: top-level-only
keeps: 0.3
"""


def parameter_shapes(net):
    shapes = {}
    for name, layer in net.named_children():
        for own in ("weight", "bias"):
            if getattr(layer, own, None) is not None:
                shapes[name + "." + own] = tuple(getattr(layer, own).shape)
    return shapes
