"""One number for the layer.

exercise: my_init
misconception: one-draw
keeps: 0.3
"""
import random

from torch import nn


def my_init(m):
    if isinstance(m, nn.Linear):
        number = random.uniform(-10, 10)
        nn.init.constant_(m.weight, number if abs(number) >= 5 else 0.0)
