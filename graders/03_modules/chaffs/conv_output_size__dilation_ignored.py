"""Dilation is not used.

exercise: conv_output_size
misconception: dilation-ignored
keeps: 0.7
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))
    if kernel > size + 2 * padding:
        raise ValueError
    return (size - kernel + 2 * padding) // stride + 1
