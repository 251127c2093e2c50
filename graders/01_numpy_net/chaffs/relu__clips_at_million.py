"""Clips at a million too.

exercise: relu
keeps: 0.75
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, 1e6)
