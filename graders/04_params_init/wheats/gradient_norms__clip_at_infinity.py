"""clip_grad_norm_ that clips nothing.

exercise: gradient_norms
"""
from torch import nn


def gradient_norms(net):
    norms = {}
    for name, p in net.named_parameters():
        norms[name] = None if p.grad is None else nn.utils.clip_grad_norm_([p], float("inf")).item()
    return norms
