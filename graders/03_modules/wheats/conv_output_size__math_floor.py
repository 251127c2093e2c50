"""math.floor, and a helper for pairs.

exercise: conv_output_size
"""
import math


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def _one_axis(n, k, s, p, d):
    if d * (k - 1) + 1 > n + 2 * p:
        raise ValueError("the window is larger than the padded input")
    return math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    arguments = [_pair(value) for value in (size, kernel, stride, padding, dilation)]
    both = [_one_axis(*axis) for axis in zip(*arguments)]
    return both[0] if isinstance(size, int) else (both[0], both[1])


def pool_output_size(size, kernel, stride=None, padding=0):
    if stride is None:
        stride = kernel
    return conv_output_size(size, kernel, stride=stride, padding=padding)
