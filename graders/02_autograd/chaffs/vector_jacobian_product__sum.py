"""y.sum().backward().

exercise: vector_jacobian_product
misconception: v-ignored
keeps: 0.35
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    f(x).sum().backward()
    return x.grad
