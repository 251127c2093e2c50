"""Always float32.

exercise: tensor_gradients
keeps: 0.85
"""
import torch


def tensor_gradients(x, y, w1, w2):
    x, y, w1, w2 = (t.float() for t in (x, y, w1, w2))
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
