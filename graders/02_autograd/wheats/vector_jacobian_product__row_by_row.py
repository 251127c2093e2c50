"""One backward pass for each output, weighted and added up.

exercise: vector_jacobian_product
"""
import torch


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    total = torch.zeros_like(x)
    outputs, weights = f(x).reshape(-1), v.reshape(-1)
    for output, weight in zip(outputs, weights):
        total = total + weight * torch.autograd.grad(output, x, retain_graph=True)[0]
    return total.detach()
