"""The height's numbers for both axes.

exercise: conv_output_size
misconception: height-for-both
keeps: 0.675
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if not isinstance(size, int):
        settings = [s if isinstance(s, int) else s[0] for s in (kernel, stride, padding, dilation)]
        return conv_output_size(size[0], *settings), conv_output_size(size[1], *settings)
    reach = dilation * (kernel - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError
    return (size - reach + 2 * padding) // stride + 1
