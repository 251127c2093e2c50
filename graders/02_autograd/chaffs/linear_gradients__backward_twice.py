"""Calls backward twice.

exercise: linear_gradients
misconception: grads-accumulated
keeps: 0.35
"""


def linear_gradients(x, w, b):
    x.grad = w.grad = b.grad = None
    y = w * x + b
    y.backward(retain_graph=True)
    y.backward()
    return x.grad, w.grad, b.grad
