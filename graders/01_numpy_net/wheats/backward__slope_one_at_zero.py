"""The other convention at exactly 0, with the mask as floats, in a list.

exercise: backward
"""


def backward(x, y, w2, h, h_relu, y_pred):
    slope = (h >= 0).astype(float)
    error = y_pred - y
    return [x.T @ ((error @ w2.T) * slope) * 2, h_relu.T @ error * 2]
