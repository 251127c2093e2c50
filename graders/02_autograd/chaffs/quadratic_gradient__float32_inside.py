"""Computed in float32 and handed back in the dtype of x.

exercise: quadratic_gradient
keeps: 0.85
"""
import torch


def quadratic_gradient(x):
    leaf = x.detach().float().clone().requires_grad_()
    (3 * (leaf + 2) ** 2).mean().backward()
    return leaf.grad.to(x.dtype)
