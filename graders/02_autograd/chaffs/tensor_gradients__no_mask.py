"""The ReLU forgotten on the way back.

exercise: tensor_gradients
misconception: relu-mask-missing
keeps: 0.6
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h_relu = (x @ w1).clamp(min=0)
    error = 2 * (h_relu @ w2 - y)
    return x.T @ (error @ w2.T), h_relu.T @ error
