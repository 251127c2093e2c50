"""Only the first call does something.

exercise: init_normal
keeps: 0.4
"""
from torch import nn


done = []


def init_normal(m):
    if isinstance(m, nn.Linear):
        if not done:
            done.append(m)
            nn.init.normal_(m.weight, std=0.01)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
