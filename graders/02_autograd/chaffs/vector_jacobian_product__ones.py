"""A weight of ones.

exercise: vector_jacobian_product
misconception: v-ignored
keeps: 0.35
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    y = f(x)
    y.backward(torch.ones_like(y))
    return x.grad
