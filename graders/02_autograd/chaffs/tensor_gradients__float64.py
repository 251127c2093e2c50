"""A float64 mask.

exercise: tensor_gradients
misconception: float64-leaks-in
keeps: 0.9
"""
import torch


def tensor_gradients(x, y, w1, w2):
    x, y, w1, w2 = (t.double() for t in (x, y, w1, w2))
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
