"""An nn.Sequential within an nn.Sequential.

exercise: NestMLP
keeps: 0.8
"""
from torch import nn


def make_chimera():
    return nn.Sequential(nn.Sequential(NestMLP(), nn.Linear(16, 20)), FixedHiddenMLP())
