"""One number: the largest entry.

exercise: relu
"""


def relu(x):
    return max(0.0, x.max())
