"""Windows cut out of a tensor, and counted.

exercise: conv_output_size
"""
import torch


def conv_output_size(size, kernel, stride=1, padding=0, dilation=1):
    pair = lambda v: (v, v) if isinstance(v, int) else tuple(v)

    def one(n, k, s, p, d):
        span = d * (k - 1) + 1
        x = torch.zeros(n + 2 * p)
        if span > len(x):
            raise ValueError("window too large")
        return x.unfold(0, span, s).size(0)
    out = tuple(map(one, pair(size), pair(kernel), pair(stride), pair(padding), pair(dilation)))
    return out[0] if isinstance(size, int) else out


def pool_output_size(size, kernel, stride=None, padding=0):
    return conv_output_size(size, kernel, kernel if stride is None else stride, padding)
