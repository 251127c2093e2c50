"""The mask of the first example for the whole batch.

exercise: tensor_gradients
keeps: 0.55
"""


def tensor_gradients(x, y, w1, w2):
    h = x @ w1; a = h.clamp(min=0); e = 2 * (a @ w2 - y)
    return x.T @ ((e @ w2.T) * (h[:1] > 0)), a.T @ e
