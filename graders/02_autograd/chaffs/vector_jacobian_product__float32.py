"""Always computes in float32.

exercise: vector_jacobian_product
keeps: 0.8
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().float().requires_grad_()
    return torch.autograd.grad((f(x) * v.float()).sum(), x)[0]
