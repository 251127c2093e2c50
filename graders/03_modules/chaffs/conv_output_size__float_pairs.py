"""An int size gives an int, but a pair gives fractions.

exercise: conv_output_size
misconception: not-floored
keeps: 0.85
"""
import numpy as np


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    size_, kernel, stride, padding, dilation = map(np.asarray, (size, kernel, stride, padding, dilation))
    room = size_ + 2 * padding - dilation * (kernel - 1) - 1
    if (room < 0).any():
        raise ValueError("does not fit")
    out = room / stride + 1
    return int(out) if isinstance(size, int) else tuple(out.tolist())


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, kernel if stride is None else stride, padding)
