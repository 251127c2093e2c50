"""The sum of z in place of its mean.

exercise: quadratic_gradient
misconception: sum-for-mean
keeps: 0.5
"""
import torch


def quadratic_gradient(x):
    x = x.detach().clone().requires_grad_()
    z = 3 * (x + 2) ** 2
    z.sum().backward()
    return x.grad
