"""Leaves and backward.

exercise: tensor_gradients
misconception: uses-autograd
keeps: 0.1
"""
import torch


def tensor_gradients(x, y, w1, w2):
    w1, w2 = w1.clone().requires_grad_(), w2.clone().requires_grad_()
    ((torch.relu(x @ w1) @ w2 - y) ** 2).sum().backward()
    return w1.grad, w2.grad
