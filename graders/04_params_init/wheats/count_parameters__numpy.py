"""NumPy counts, and an int comes of it.

exercise: count_parameters
"""
import numpy as np


def count_parameters(net, trainable_only=False):
    return int(np.sum([np.prod(p.shape) for p in net.parameters() if p.requires_grad or not trainable_only]))
