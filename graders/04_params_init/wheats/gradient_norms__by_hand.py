"""The root of the sum of squares, written out.

exercise: gradient_norms
"""
import math


def gradient_norms(net):
    norms = {}
    for name, parameter in net.named_parameters():
        gradient = parameter.grad
        if gradient is None:
            norms[name] = None
        else:
            norms[name] = math.sqrt(float((gradient * gradient).sum()))
    return norms
