"""A flat result.

exercise: vector_jacobian_product
keeps: 0.75
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x), x, v)[0].flatten()
