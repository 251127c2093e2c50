"""Whether the window fits is looked at for the height alone.

exercise: conv_output_size
misconception: one-axis-fits
keeps: 0.9
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    settings = [v if isinstance(v, (tuple, list)) else (v, v) for v in (size, kernel, stride, padding, dilation)]
    result = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(*settings)]
    if result[0] < 1:
        raise ValueError("no window fits")
    return result[0] if isinstance(size, int) else tuple(result)
