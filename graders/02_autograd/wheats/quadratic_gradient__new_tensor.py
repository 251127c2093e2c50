"""A fresh tensor from the values, and backward with the weight 1/n spelled out.

exercise: quadratic_gradient
"""
import torch


def quadratic_gradient(x):
    copy = torch.tensor(x.detach().numpy(), requires_grad=True)
    z = 3 * (copy + 2) ** 2
    z.backward(torch.full_like(z, 1 / z.numel()))
    return copy.grad.detach()
