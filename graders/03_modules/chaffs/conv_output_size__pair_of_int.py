"""A pair for an int.

exercise: conv_output_size
keeps: 0.65
"""


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    n, k, s, p, d = [(v, v) if isinstance(v, int) else v for v in (size, kernel, stride, padding, dilation)]
    if any(n[i] + 2 * p[i] < d[i] * (k[i] - 1) + 1 for i in (0, 1)):
        raise ValueError
    return tuple((n[i] + 2 * p[i] - d[i] * (k[i] - 1) - 1) // s[i] + 1 for i in (0, 1))
