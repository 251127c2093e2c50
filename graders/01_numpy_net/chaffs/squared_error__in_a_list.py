"""The right number in a list.

exercise: squared_error
"""


def squared_error(y_pred, y):
    return [((y_pred - y) ** 2).sum()]
