"""dw, dx, db.

exercise: linear_gradients
misconception: order-mixed-up
keeps: 0.5
"""
import torch


def linear_gradients(x, w, b):
    return torch.autograd.grad(w * x + b, (w, x, b))
