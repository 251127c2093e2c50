"""Axes of length 1 are lost.

exercise: relu
keeps: 0.85
"""
import numpy as np


def relu(x):
    return np.squeeze(np.maximum(x, 0))
