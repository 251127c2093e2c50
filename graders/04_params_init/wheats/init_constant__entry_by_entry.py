"""Loops over rows and columns.

exercise: init_constant
"""
import torch
from torch import nn


def init_constant(m, value=1.0):
    if isinstance(m, nn.Linear):
        with torch.no_grad():
            for i in range(m.out_features):
                for j in range(m.in_features):
                    m.weight[i, j] = value
                if m.bias is not None:
                    m.bias[i] = 0
