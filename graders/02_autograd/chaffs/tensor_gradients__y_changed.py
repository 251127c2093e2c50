"""y becomes the error, in place.

exercise: tensor_gradients
misconception: inputs-changed
keeps: 0.85
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = y.neg_().add_(h_relu @ w2).mul_(2)
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
