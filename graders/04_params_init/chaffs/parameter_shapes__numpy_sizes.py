"""NumPy's integers in place of Python's.

exercise: parameter_shapes
keeps: 0.85
"""
import numpy as np


def parameter_shapes(net):
    return {name: tuple(np.array(p.shape, dtype=np.int64)) for name, p in net.named_parameters()}
