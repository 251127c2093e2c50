"""A NumPy integer in place of an int.

exercise: conv_output_size
misconception: numpy-number
keeps: 0.9
"""
import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    n, k, s, p, d = (np.array(v) for v in (size, kernel, stride, padding, dilation))
    out = (n + 2 * p - d * (k - 1) - 1) // s + 1
    if np.any(out < 1):
        raise ValueError("does not fit")
    return tuple(out.tolist()) if isinstance(size, tuple) else np.int64(out)
