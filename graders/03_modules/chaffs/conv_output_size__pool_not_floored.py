"""pool_output_size divides with / and never rounds down.

exercise: conv_output_size
misconception: not-floored
keeps: 0.85
"""
def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        pair = lambda v: (v, v) if isinstance(v, int) else v
        return tuple(conv_output_size(*axis) for axis in zip(*map(pair, (size, kernel, stride, padding, dilation))))
    room = size + 2 * padding - dilation * (kernel - 1) - 1
    if room < 0:
        raise ValueError("does not fit")
    return room // stride + 1


def pool_output_size(size, kernel, stride=None, padding=0):
    stride = kernel if stride is None else stride
    if not isinstance(size, int):
        pair = lambda v: (v, v) if isinstance(v, int) else v
        return tuple(pool_output_size(*axis) for axis in zip(*map(pair, (size, kernel, stride, padding))))
    room = size + 2 * padding - kernel
    if room < 0:
        raise ValueError("does not fit")
    return room / stride + 1
