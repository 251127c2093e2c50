"""The bound computed from the shape.

exercise: init_xavier
"""
import torch
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        outputs, inputs = m.weight.shape
        bound = (6 / (inputs + outputs)) ** 0.5
        with torch.no_grad():
            m.weight.uniform_(-bound, bound)
            if m.bias is not None:
                m.bias.zero_()
