"""Leaves the negative entries out, so that the shape is lost.

exercise: relu
keeps: 0.15
"""


def relu(x):
    return x[x > 0]
