"""grad_w2 first.

exercise: tensor_gradients
misconception: swapped-result
keeps: 0.6
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    return h_relu.T @ error, x.T @ ((error @ w2.T) * (h > 0))
