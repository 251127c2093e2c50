"""The gradient of the mean over all entries.

exercise: tensor_gradients
misconception: mean-instead-of-sum
keeps: 0.55
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y) / y.numel()
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
