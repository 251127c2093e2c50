"""A clone without detach: no leaf where x requires grad.

exercise: quadratic_gradient
misconception: grad-of-non-leaf
keeps: 0.575
"""
import torch


def quadratic_gradient(x):
    x = x.clone().requires_grad_()
    out = (3 * (x + 2) ** 2).mean()
    out.backward()
    return x.grad
