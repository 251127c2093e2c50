"""Axes of length 1 are lost.

exercise: quadratic_gradient
keeps: 0.85
"""
import torch


def quadratic_gradient(x):
    leaf = x.detach().clone().requires_grad_()
    (3 * (leaf + 2) ** 2).mean().backward()
    return leaf.grad.squeeze()
