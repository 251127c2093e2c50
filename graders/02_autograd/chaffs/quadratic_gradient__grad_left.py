"""backward on the caller's tensor: its .grad grows.

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.475
"""
import torch


def quadratic_gradient(x):
    x.requires_grad_(True)
    if not x.is_leaf:
        x.retain_grad()
    (3 * (x + 2) ** 2).mean().backward()
    return x.grad
