"""Pairs stop it with an error; for ints everything is right.

exercise: conv_output_size
keeps: 0.75
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("the window does not fit")
    return room // stride + 1


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, kernel if stride is None else stride, padding)
