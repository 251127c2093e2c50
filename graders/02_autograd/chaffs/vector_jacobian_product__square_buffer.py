"""A square Jacobian, filled row by row.

exercise: vector_jacobian_product
misconception: square-only
keeps: 0.475
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    y = f(x)
    n = len(v)
    J = torch.zeros(n, n, dtype=x.dtype)
    for i in range(n):
        J[i] = torch.autograd.grad(y[i], x, retain_graph=True)[0]
    return v @ J
