"""v transposed where it is a matrix.

exercise: vector_jacobian_product
keeps: 0.15
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(x) * 2, x, v.flip(0))[0]
