"""Flat views, which fail for transposed tensors.

exercise: vector_jacobian_product
keeps: 0.8
"""
import torch


def vector_jacobian_product(f, x, v):
    J = torch.autograd.functional.jacobian(f, x.detach())
    return (v.view(-1) @ J.reshape(v.numel(), -1)).view(x.shape)
