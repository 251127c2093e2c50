"""Axes of length 1 are lost.

exercise: vector_jacobian_product
keeps: 0.8
"""
import torch


def vector_jacobian_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf, grad_outputs=v)[0].squeeze()
