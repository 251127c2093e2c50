"""Target minus prediction.

exercise: tensor_gradients
misconception: wrong-sign
keeps: 0.5
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    h_relu = h.clamp(min=0)
    error = 2 * (y - h_relu @ w2)
    return x.T @ ((error @ w2.T) * (h > 0)), h_relu.T @ error
