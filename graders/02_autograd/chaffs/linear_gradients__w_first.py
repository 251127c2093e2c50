"""dw, dx, db.

exercise: linear_gradients
misconception: order-mixed-up
"""
import torch


def linear_gradients(x, w, b):
    return torch.autograd.grad(w * x + b, (w, x, b))
