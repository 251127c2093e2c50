"""db, dw, dx.

exercise: linear_gradients
misconception: order-mixed-up
keeps: 0.5
"""
import torch


def linear_gradients(x, w, b):
    x, w, b = (t.detach().clone().requires_grad_() for t in (x, w, b))
    (w * x + b).backward()
    return b.grad, w.grad, x.grad
