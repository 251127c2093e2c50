"""torch.autograd.grad on a detached tensor, step by step.

exercise: quadratic_gradient
"""
import torch


def quadratic_gradient(x):
    x = x.detach().requires_grad_(True)
    y = x + 2
    z = 3 * y * y
    out = z.mean()
    gradient, = torch.autograd.grad(outputs=out, inputs=x)
    return gradient
