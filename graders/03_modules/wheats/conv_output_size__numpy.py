"""NumPy on both axes at once.

exercise: conv_output_size
"""
import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    size_, kernel, stride, padding, dilation = map(np.asarray, (size, kernel, stride, padding, dilation))
    out = np.floor((size_ + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1).astype(int)
    if np.any(out < 1):
        raise ValueError("the kernel does not fit")
    return int(out) if out.ndim == 0 else tuple(out.tolist())


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, kernel if stride is None else stride, padding, 1)
