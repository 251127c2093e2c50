"""Clears the .grad of x alone.

exercise: linear_gradients
misconception: grads-accumulated
keeps: 0.55
"""


def linear_gradients(x, w, b):
    x.grad = None
    (w * x + b).backward()
    return x.grad, w.grad, b.grad
