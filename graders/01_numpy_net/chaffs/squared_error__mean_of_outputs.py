"""Divided by the number of outputs.

exercise: squared_error
misconception: mean
keeps: 0.5
"""


def squared_error(y_pred, y):
    return ((y_pred - y) ** 2).mean(axis=1).sum()
