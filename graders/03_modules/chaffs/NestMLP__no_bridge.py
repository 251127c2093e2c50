"""The linear layer between is missing.

exercise: NestMLP
keeps: 0.6
"""
from torch import nn


def make_chimera():
    return nn.Sequential(NestMLP(), FixedHiddenMLP())
