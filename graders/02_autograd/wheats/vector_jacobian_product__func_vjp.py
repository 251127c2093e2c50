"""torch.func.vjp.

exercise: vector_jacobian_product
"""
import torch


def vector_jacobian_product(f, x, v):
    _, pull_back = torch.func.vjp(f, x)
    return pull_back(v)[0]
