"""Keeps the wrong half.

exercise: relu
misconception: positives-cut
"""
import numpy as np


def relu(x):
    return np.minimum(x, 0)
