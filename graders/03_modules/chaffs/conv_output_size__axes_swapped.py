"""Width first.

exercise: conv_output_size
misconception: axes-swapped
keeps: 0.75
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding, dilation)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))[::-1]
    reach = dilation * (kernel - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError
    return (size - reach + 2 * padding) // stride + 1
