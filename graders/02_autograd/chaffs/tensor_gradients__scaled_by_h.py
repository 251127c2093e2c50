"""The values of the hidden layer in place of the mask.

exercise: tensor_gradients
misconception: scaled-by-h
keeps: 0.6
"""


def tensor_gradients(x, y, w1, w2):
    h = x @ w1; a = h.clamp(min=0); e = 2 * (a @ w2 - y)
    return x.T @ ((e @ w2.T) * a), a.T @ e
