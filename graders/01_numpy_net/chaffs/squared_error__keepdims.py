"""The right number with two axes of size one.

exercise: squared_error
misconception: not-a-scalar
keeps: 0.75
"""


def squared_error(y_pred, y):
    return ((y_pred - y) ** 2).sum(keepdims=True)
