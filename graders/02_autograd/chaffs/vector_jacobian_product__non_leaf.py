"""Looks for .grad where x is no leaf.

exercise: vector_jacobian_product
keeps: 0.85
"""
import torch


def vector_jacobian_product(f, x, v):
    had, old = x.requires_grad, x.grad
    if not had:
        x.requires_grad_()
    x.grad = None
    f(x).backward(v)
    result = x.grad
    x.grad = old
    if not had:
        x.requires_grad_(False)
    return result
