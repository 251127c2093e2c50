"""np.maximum with an output of its own; the result is in another memory order.

exercise: relu
"""
import numpy as np


def relu(x):
    result = np.array(x, order="F")
    np.maximum(result, 0, out=result)
    return result
