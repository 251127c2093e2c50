"""ReLU6.

exercise: relu
misconception: clips-above
keeps: 0.55
"""
import numpy as np


def relu(x):
    return np.minimum(np.maximum(x, 0), 6)
