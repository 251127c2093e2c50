"""A ceiling that only large entries reach.

exercise: relu
misconception: clips-above
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, 1000)
