"""Subtracts in place.

exercise: squared_error
misconception: inputs-changed
keeps: 0.75
"""


def squared_error(y_pred, y):
    y_pred -= y
    return float((y_pred**2).sum())
