"""Both gradients transposed.

exercise: tensor_gradients
misconception: transposed-result
keeps: 0.55
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    return ((error @ w2.T) * (h > 0)).T @ x, error.T @ h_relu
