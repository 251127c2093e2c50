"""Leaves the negative entries out, so that the shape is lost.

exercise: relu
"""


def relu(x):
    return x[x > 0]
