"""Python's sum over all entries.

exercise: squared_error
"""


def squared_error(y_pred, y):
    return sum((a - b) ** 2 for a, b in zip(y_pred.ravel().tolist(), y.ravel().tolist()))
