"""The factor 3 is missing.

exercise: quadratic_gradient
keeps: 0.5
"""
import torch


def quadratic_gradient(x):
    leaf = x.detach().clone().requires_grad_()
    ((leaf + 2) ** 2).mean().backward()
    return leaf.grad
