"""Half of x plus its absolute value.

exercise: relu
"""
import numpy as np


def relu(values):
    return (values + np.abs(values)) / 2
