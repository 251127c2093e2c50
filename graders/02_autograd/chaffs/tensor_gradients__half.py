"""The factor 2 is missing.

exercise: tensor_gradients
misconception: missing-factor-2
keeps: 0.575
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = h_relu @ w2 - y
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
