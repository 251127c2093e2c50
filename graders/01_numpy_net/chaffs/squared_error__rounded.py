"""A whole number.

exercise: squared_error
keeps: 0.55
"""


def squared_error(y_pred, y):
    return int(((y_pred - y) ** 2).sum())
