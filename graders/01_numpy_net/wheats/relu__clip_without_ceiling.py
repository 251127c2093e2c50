"""np.clip with a floor only.

exercise: relu
"""
import numpy as np


def relu(x):
    return np.clip(x, 0, None)
