"""Two linear layers between.

exercise: NestMLP
keeps: 0.65
"""
from torch import nn


def make_chimera():
    return nn.Sequential(NestMLP(), nn.Linear(16, 16), nn.Linear(16, 20), FixedHiddenMLP())
