"""A clone without detach: no leaf where x requires grad.

exercise: vector_jacobian_product
misconception: grad-of-non-leaf
keeps: 0.7
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.clone().requires_grad_()
    f(x).backward(v)
    return x.grad
