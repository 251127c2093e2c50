"""A ceiling that only large entries reach.

exercise: relu
misconception: clips-above
keeps: 0.65
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, 1000)
