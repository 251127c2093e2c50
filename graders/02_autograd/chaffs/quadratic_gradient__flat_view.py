"""A flat view, which fails for a transposed tensor.

exercise: quadratic_gradient
keeps: 0.85
"""
import torch


def quadratic_gradient(x):
    leaf = x.detach().view(-1).clone().requires_grad_()
    (3 * (leaf + 2) ** 2).mean().backward()
    return leaf.grad.view(x.shape)
