"""np.prod gives NumPy's integers, and for the shape () a float.

exercise: count_parameters
keeps: 0.85
"""
import numpy


def count_parameters(net, trainable_only=False):
    return sum(numpy.prod(p.shape) for p in net.parameters() if p.requires_grad or not trainable_only)
