"""zero_ where there is a .grad, copies returned, as a list.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    for tensor in (x, w, b):
        if tensor.grad is not None:
            tensor.grad.zero_()
    (w * x + b).backward()
    return [tensor.grad.clone() for tensor in (x, w, b)]
