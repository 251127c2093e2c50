"""Computed in float32 and handed back in the dtype of x.

exercise: tensor_gradients
keeps: 0.85
"""
import torch


def tensor_gradients(x, y, w1, w2):
    dtype = x.dtype
    x, y, w1, w2 = x.float(), y.float(), w1.float(), w2.float()
    h = x @ w1
    up = 2 * (h.relu() @ w2 - y)
    return (x.T @ ((up @ w2.T) * (h > 0))).to(dtype), (h.relu().T @ up).to(dtype)
