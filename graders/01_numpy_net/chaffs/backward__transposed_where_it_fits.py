"""Does not transpose w2 where the shapes do not ask for it.

exercise: backward
keeps: 0.7
"""


def backward(x, y, w2, h, h_relu, y_pred):
    g = 2 * (y_pred - y)
    w = w2 if w2.shape[0] == w2.shape[1] else w2.T
    return x.T @ ((g @ w) * (h > 0)), h_relu.T @ g
