"""Lists for tuples in an OrderedDict, over named_modules.

exercise: parameter_shapes
"""
from collections import OrderedDict


def parameter_shapes(net):
    shapes, done = OrderedDict(), []
    for path, module in net.named_modules():
        for name, p in module.named_parameters(recurse=False):
            if not any(p is other for other in done):
                done.append(p)
                shapes[f"{path}.{name}" if path else name] = list(p.shape)
    return shapes
