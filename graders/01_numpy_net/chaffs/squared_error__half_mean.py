"""Half of the mean over the batch.

exercise: squared_error
misconception: mean
keeps: 0.5
"""


def squared_error(y_pred, y):
    return ((y_pred - y) ** 2).sum() / (2 * y.shape[0])
