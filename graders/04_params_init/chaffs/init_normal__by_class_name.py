"""Every class with Linear in its name, as the DCGAN tutorial does it.

exercise: init_normal
misconception: fails-on-other-modules
keeps: 0.75
"""
from torch import nn


def init_normal(m):
    if "Linear" in type(m).__name__:
        nn.init.normal_(m.weight, 0.0, 0.01)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
