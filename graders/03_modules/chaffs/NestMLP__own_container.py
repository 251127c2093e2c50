"""A container of one's own.

exercise: NestMLP
keeps: 0.8
"""
from torch import nn


def make_chimera():
    return MySequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP())
