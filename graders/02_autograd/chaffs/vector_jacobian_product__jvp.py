"""jvp, the product from the other side.

exercise: vector_jacobian_product
misconception: jv-for-vj
keeps: 0.225
"""
import torch


def vector_jacobian_product(f, x, v):
    _, product = torch.autograd.functional.jvp(f, x.detach(), v)
    return product
