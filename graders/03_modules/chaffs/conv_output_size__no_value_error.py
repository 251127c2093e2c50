"""A window that does not fit is not noticed.

exercise: conv_output_size
misconception: window-too-large
keeps: 0.85
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding, dilation)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
