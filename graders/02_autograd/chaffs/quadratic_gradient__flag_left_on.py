"""Switches requires_grad on at the caller's tensor.

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.7
"""
import torch


def quadratic_gradient(x):
    x.requires_grad_(True)
    out = (3 * (x + 2) ** 2).mean()
    return torch.autograd.grad(out, x)[0]
