"""Keeps the wrong half.

exercise: relu
misconception: positives-cut
keeps: 0.1
"""
import numpy as np


def relu(x):
    return np.minimum(x, 0)
