"""backward(v) on the caller's tensor, with whatever is in its .grad.

exercise: vector_jacobian_product
misconception: old-gradient-added
keeps: 0.6
"""
import torch


def vector_jacobian_product(f, x, v):
    x.requires_grad_()
    f(x).backward(v)
    return x.grad
