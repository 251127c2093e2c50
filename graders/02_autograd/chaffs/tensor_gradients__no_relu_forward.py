"""No ReLU in the forward pass.

exercise: tensor_gradients
misconception: h-for-h-relu
keeps: 0.45
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    error = 2 * (h @ w2 - y)
    return x.T @ ((error @ w2.T) * (h > 0)), h.clamp(min=0).T @ error
