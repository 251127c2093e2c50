"""The same with copies returned.

exercise: linear_gradients
misconception: grads-accumulated
keeps: 0.525
"""
import torch


def linear_gradients(x, w, b):
    for t in (x, w, b):
        t.requires_grad_()
    (w * x + b).backward()
    return [t.grad.clone() for t in (x, w, b)]
