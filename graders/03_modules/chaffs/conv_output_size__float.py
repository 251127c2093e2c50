"""The answer as a float that is whole.

exercise: conv_output_size
keeps: 0.8
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [(s, s) if isinstance(s, int) else s for s in (kernel, stride, padding, dilation)]
        return tuple(conv_output_size(*axis) for axis in zip(size, *settings))
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError
    return float(room // stride + 1)
