"""np.sum gives NumPy's int64, which is no Python int.

exercise: count_parameters
keeps: 0.9
"""
import numpy as np


def count_parameters(net, trainable_only=False):
    return np.sum([np.prod(p.shape) for p in net.parameters() if p.requires_grad or not trainable_only], dtype=np.int64)
