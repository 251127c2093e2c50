"""One number: the largest entry.

exercise: relu
keeps: 0.1
"""


def relu(x):
    return max(0.0, x.max())
