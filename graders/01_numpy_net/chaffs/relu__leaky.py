"""Negative entries are made smaller, not 0.

exercise: relu
misconception: negatives-not-zero
keeps: 0.375
"""
import numpy as np


def relu(x):
    return np.where(x > 0, x, 0.01 * x)
