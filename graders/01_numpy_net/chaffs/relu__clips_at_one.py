"""Clips to the range from 0 to 1.

exercise: relu
misconception: clips-above
keeps: 0.5
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, 1)
