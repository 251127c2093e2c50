"""Cleans up so well that the caller's own flag and .grad are gone.

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.65
"""
import torch


def quadratic_gradient(x):
    if x.is_leaf:
        x.requires_grad_(True)
        x.grad = None
    x.retain_grad()
    (3 * (x + 2) ** 2).mean().backward()
    grad, x.grad = x.grad, None
    if x.is_leaf:
        x.requires_grad_(False)
    return grad
