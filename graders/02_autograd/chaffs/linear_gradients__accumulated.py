"""backward on the caller's tensors, never cleared.

exercise: linear_gradients
misconception: grads-accumulated
keeps: 0.525
"""
import torch


def linear_gradients(x, w, b):
    y = w * x + b
    y.backward()
    return x.grad, w.grad, b.grad
