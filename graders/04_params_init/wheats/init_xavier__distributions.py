"""Names of classes, and torch.distributions.

exercise: init_xavier
"""
import math

import torch


def init_xavier(m):
    if m.__class__.__name__ == "Linear":
        bound = math.sqrt(6) / math.sqrt(m.weight.shape[0] + m.weight.shape[1])
        with torch.no_grad():
            m.weight.copy_(torch.distributions.Uniform(-bound, bound).sample(m.weight.shape))
            if m.bias is not None:
                m.bias[:] = 0
