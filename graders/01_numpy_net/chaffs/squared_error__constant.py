"""A number that has nothing to do with the data.

exercise: squared_error
keeps: 0
"""


def squared_error(y_pred, y):
    return 1.0
