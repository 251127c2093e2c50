"""The slope is a quotient, which is 0 / 0 where the hidden layer is 0.

exercise: tensor_gradients
misconception: slope-at-zero
keeps: 0.9
"""
import torch


def tensor_gradients(x, y, w1, w2):
    h = x @ w1
    a = h.clamp(min=0)
    g = 2 * (a @ w2 - y)
    return x.T @ ((g @ w2.T) * (a / h)), a.T @ g
