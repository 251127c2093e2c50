"""The caller's tensor itself, with its flag put back afterwards.

exercise: quadratic_gradient
"""
import torch


def quadratic_gradient(x):
    had_flag = x.requires_grad
    if not had_flag:
        x.requires_grad = True
    try:
        out = torch.mean(3 * torch.square(x + 2))
        return torch.autograd.grad(out, [x])[0]
    finally:
        if not had_flag:
            x.requires_grad = False
