"""rand, shifted and scaled; from the standard deviation.

exercise: init_xavier
"""
import math

import torch
from torch import nn


def init_xavier(m):
    if type(m) == nn.Linear:
        std = math.sqrt(2.0 / (m.in_features + m.out_features))
        m.weight.data = (2 * torch.rand(m.out_features, m.in_features) - 1) * math.sqrt(3.0) * std
        if m.bias is not None:
            torch.nn.init.constant_(m.bias, 0.0)
    return m
