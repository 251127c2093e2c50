"""Counts the places one by one; a list for a pair.

exercise: conv_output_size
"""


def conv_output_size(n, k, stride=1, padding=0, dilation=1):
    if isinstance(n, (tuple, list)):
        result = []
        for axis in range(2):
            options = [v[axis] if isinstance(v, (tuple, list)) else v for v in (k, stride, padding, dilation)]
            result.append(conv_output_size(n[axis], *options))
        return result
    starts = [i for i in range(-padding, n + padding, stride) if i + dilation * (k - 1) < n + padding]
    if not starts:
        raise ValueError("no window fits")
    return len(starts)


def pool_output_size(n, k, stride=None, padding=0):
    return conv_output_size(n, k, stride or k, padding)
