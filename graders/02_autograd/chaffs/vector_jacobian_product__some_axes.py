"""Goes through the outputs by their first axis, which a number has not.

exercise: vector_jacobian_product
keeps: 0.8
"""
import torch


def vector_jacobian_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    total = torch.zeros_like(leaf)
    for y_part, v_part in zip(f(leaf), v):
        total = total + torch.autograd.grad((y_part * v_part).sum(), leaf, retain_graph=True)[0]
    return total
