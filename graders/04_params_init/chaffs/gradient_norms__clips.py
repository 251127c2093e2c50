"""clip_grad_norm_ returns a norm, and scales the gradient.

exercise: gradient_norms
keeps: 0.675
"""
from torch import nn


def gradient_norms(net):
    return {name: None if p.grad is None else float(nn.utils.clip_grad_norm_([p], 1.0))
            for name, p in net.named_parameters()}
