"""h in place of h_relu in the gradient of w2.

exercise: tensor_gradients
misconception: h-for-h-relu
keeps: 0.65
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    error = 2 * (h.clamp(min=0) @ w2 - y)
    return x.T @ ((error @ w2.T) * (h > 0)), h.T @ error
