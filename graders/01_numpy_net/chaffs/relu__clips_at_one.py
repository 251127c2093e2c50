"""Clips to the range from 0 to 1.

exercise: relu
misconception: clips-above
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, 1)
