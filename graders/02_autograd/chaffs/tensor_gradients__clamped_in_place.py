"""clamp_ changes h before the mask is taken from it.

exercise: tensor_gradients
misconception: relu-mask-missing
keeps: 0.6
"""


def tensor_gradients(x, y, w1, w2):
    h = x @ w1; a = h.clamp_(min=0); e = 2 * (a @ w2 - y)
    g = e @ w2.T
    g[h < 0] = 0
    return x.T @ g, a.T @ e
