"""By hand, with sizes multiplied.

exercise: count_parameters
"""
import math


def count_parameters(net, trainable_only=False):
    unique = {}
    for module in net.modules():
        for p in module._parameters.values():
            if p is not None:
                unique[id(p)] = p
    total = 0
    for p in unique.values():
        if trainable_only and not p.requires_grad:
            continue
        total += math.prod(p.shape)
    return total
