"""Adds 2 to the caller's tensor (detach shares the values).

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.625
"""
import torch


def quadratic_gradient(x):
    y = x.detach()
    y += 2
    y.requires_grad_()
    (3 * y * y).mean().backward()
    return y.grad
