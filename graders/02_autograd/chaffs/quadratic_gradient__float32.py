"""Everything in float32.

exercise: quadratic_gradient
keeps: 0.8
"""
import torch


def quadratic_gradient(x):
    x = x.detach().float().requires_grad_()
    (3 * (x + 2) ** 2).mean().backward()
    return x.grad
