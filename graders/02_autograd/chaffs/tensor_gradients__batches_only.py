"""A single sample is taken for a vector.

exercise: tensor_gradients
keeps: 0.85
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = (x @ w1).squeeze()
    up = 2 * (h.relu() @ w2 - y)
    return x.T @ ((up @ w2.T) * (h > 0)), h.relu().T @ up
