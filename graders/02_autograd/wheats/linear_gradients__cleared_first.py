"""backward on the caller's tensors, whose .grad is set to None first.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    for tensor in (x, w, b):
        tensor.grad = None
    y = w * x + b
    y.backward()
    return x.grad, w.grad, b.grad
