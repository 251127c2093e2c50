"""The sum of the differences.

exercise: squared_error
misconception: not-squared
keeps: 0.3
"""


def squared_error(y_pred, y):
    return (y_pred - y).sum()
