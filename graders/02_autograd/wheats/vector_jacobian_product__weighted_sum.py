"""The weighted sum (y * v).sum(), a scalar.

exercise: vector_jacobian_product
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    weighted = (f(x) * v).sum()
    weighted.backward()
    return x.grad.clone()
