"""Flat views, which fail for transposed tensors.

exercise: tensor_gradients
keeps: 0.85
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    up = 2 * ((h.relu() @ w2).view(-1) - y.view(-1)).view(y.shape)
    return x.T @ ((up @ w2.T) * (h > 0)), h.relu().T @ up
