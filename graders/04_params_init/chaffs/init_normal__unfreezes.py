"""The flag is switched on, whatever it was.

exercise: init_normal
misconception: requires-grad-changed
keeps: 0.8
"""
from torch import nn


def init_normal(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            p.requires_grad = False
        m.weight.normal_(0, 0.01)
        if m.bias is not None:
            m.bias.zero_()
        for p in m.parameters():
            p.requires_grad = True
