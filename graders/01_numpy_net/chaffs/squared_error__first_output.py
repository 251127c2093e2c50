"""Only the first output of each example is looked at.

exercise: squared_error
misconception: summed-in-part
keeps: 0.5
"""


def squared_error(y_pred, y):
    return float(((y_pred[:, 0] - y[:, 0]) ** 2).sum())
