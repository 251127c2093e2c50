"""The ReLU's gain.

exercise: init_xavier
misconception: wrong-gain
keeps: 0.55
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight, nn.init.calculate_gain("relu"))
        if m.bias is not None:
            nn.init.zeros_(m.bias)
