"""The same chimera every time.

exercise: NestMLP
misconception: chimera-shared
keeps: 0.75
"""
from torch import nn


_chimera = []


def make_chimera():
    if not _chimera:
        _chimera.append(nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP()))
    return _chimera[0]
