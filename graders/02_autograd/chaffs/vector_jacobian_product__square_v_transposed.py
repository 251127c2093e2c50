"""Turns a square v round.

exercise: vector_jacobian_product
keeps: 0.75
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    y = f(x)
    if v.dim() == 2 and v.shape[0] == v.shape[1]:
        v = v.T
    return torch.autograd.grad(y, x, v)[0]
