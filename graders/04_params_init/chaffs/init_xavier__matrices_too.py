"""Whatever Xavier's rule can be applied to.

exercise: init_xavier
misconception: other-modules-changed
keeps: 0.8
"""
from torch import nn


def init_xavier(m):
    if isinstance(m, (nn.Linear, nn.Conv2d)):
        nn.init.xavier_uniform_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
