"""np.maximum writes its result into x.

exercise: relu
misconception: changes-its-input
keeps: 0.7
"""
import numpy as np


def relu(x):
    np.maximum(x, 0, out=x)
    return x.copy()
