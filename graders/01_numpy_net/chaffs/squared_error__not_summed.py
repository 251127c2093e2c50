"""The squares, without a sum.

exercise: squared_error
misconception: not-a-scalar
keeps: 0.45
"""


def squared_error(y_pred, y):
    return (y_pred - y) ** 2
