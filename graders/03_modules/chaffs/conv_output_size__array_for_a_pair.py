"""An array in place of a tuple.

exercise: conv_output_size
keeps: 0.8
"""
import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    n, k, s, p, d = (np.array(v) for v in (size, kernel, stride, padding, dilation))
    out = (n + 2 * p - d * (k - 1) - 1) // s + 1
    if np.any(out < 1):
        raise ValueError("does not fit")
    return out if isinstance(size, tuple) else int(out)
