"""The gradient's own sign as the mask.

exercise: tensor_gradients
misconception: mask-from-gradient
keeps: 0.6
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h_relu = (x @ w1).clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    grad_h = error @ w2.T
    grad_h[grad_h < 0] = 0
    return x.T @ grad_h, h_relu.T @ error
