"""The right number in a list.

exercise: squared_error
keeps: 0.6
"""


def squared_error(y_pred, y):
    return [((y_pred - y) ** 2).sum()]
