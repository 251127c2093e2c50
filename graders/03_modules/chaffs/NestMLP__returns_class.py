"""The classes in place of modules.

exercise: NestMLP
keeps: 0.6
"""
from torch import nn


def make_chimera():
    return nn.Sequential(NestMLP, nn.Linear(16, 20), FixedHiddenMLP)
