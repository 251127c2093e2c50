"""Rounds up.

exercise: conv_output_size
misconception: rounds
keeps: 0.65
"""
import math


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding, dilation)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))
    reach = dilation * (kernel - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError
    return math.ceil((size - reach + 2 * padding) / stride) + 1
