"""Half of the sum.

exercise: squared_error
misconception: half
keeps: 0.525
"""


def squared_error(y_pred, y):
    return 0.5 * ((y_pred - y) ** 2).sum()
