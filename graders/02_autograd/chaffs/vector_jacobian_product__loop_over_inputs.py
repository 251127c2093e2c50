"""A loop over as many outputs as there are inputs.

exercise: vector_jacobian_product
misconception: square-only
keeps: 0.5
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    y = f(x)
    total = torch.zeros_like(x)
    for i in range(len(x)):
        total += v[i] * torch.autograd.grad(y[i], x, retain_graph=True)[0]
    return total
