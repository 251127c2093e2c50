"""Python's sum adds rows only.

exercise: squared_error
misconception: not-a-scalar
keeps: 0.45
"""


def squared_error(y_pred, y):
    return sum((y_pred - y) ** 2)
