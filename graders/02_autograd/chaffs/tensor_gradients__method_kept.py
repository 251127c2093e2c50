"""Keeps backward under another name.

exercise: tensor_gradients
misconception: uses-autograd
keeps: 0.075
"""
import torch


_bw = torch.Tensor.backward
def tensor_gradients(x, y, w1, w2):
    a = w1.detach().clone().requires_grad_(); b = w2.detach().clone().requires_grad_()
    _bw(((torch.relu(x @ a) @ b - y) ** 2).sum())
    return a.grad, b.grad
