"""The height is overwritten before the width is computed.

exercise: conv_output_size
misconception: width-from-new-height
keeps: 0.65
"""


def _one(n, k, s, p, d):
    reach = d * (k - 1) + 1
    if reach > n + 2 * p:
        raise ValueError
    return (n - reach + 2 * p) // s + 1


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    if isinstance(size, int):
        return _one(size, kernel, stride, padding, dilation)
    k, s, p, d = [(v, v) if isinstance(v, int) else v for v in (kernel, stride, padding, dilation)]
    h, w = size
    h = _one(h, k[0], s[0], p[0], d[0])
    w = _one(h, k[1], s[1], p[1], d[1])
    return h, w
