"""J @ v.

exercise: vector_jacobian_product
misconception: jv-for-vj
keeps: 0.25
"""
import torch


def vector_jacobian_product(f, x, v):
    return torch.autograd.functional.jacobian(f, x.detach()) @ v
