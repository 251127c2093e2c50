"""The sum of the differences.

exercise: squared_error
misconception: not-squared
"""


def squared_error(y_pred, y):
    return (y_pred - y).sum()
