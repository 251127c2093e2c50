"""Leaves of its own.

exercise: linear_gradients
"""
import torch


def linear_gradients(x, w, b):
    x, w, b = [t.detach().clone().requires_grad_(True) for t in (x, w, b)]
    torch.add(torch.mul(w, x), b).backward()
    return (x.grad, w.grad, b.grad)
