"""Lets autograd do it.

exercise: backward
misconception: uses-torch
keeps: 0.1
"""
import torch


def backward(x, y, w2, h, h_relu, y_pred):
    x, y, w2, h = (torch.from_numpy(a.copy()) for a in (x, y, w2, h))
    h.requires_grad_()
    w2.requires_grad_()
    ((h.clamp(min=0) @ w2 - y) ** 2).sum().backward()
    return (x.T @ h.grad).numpy(), w2.grad.numpy()
