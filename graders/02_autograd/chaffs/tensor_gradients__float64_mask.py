"""A float64 mask makes grad_w1 float64.

exercise: tensor_gradients
misconception: float64-leaks-in
keeps: 0.9
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    grad_h = (error @ w2.T).double() * (h > 0).double()
    return x.T.double() @ grad_h, h_relu.T @ error
