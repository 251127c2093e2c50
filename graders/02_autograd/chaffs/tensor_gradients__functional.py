"""torch.func.grad.

exercise: tensor_gradients
misconception: uses-autograd
keeps: 0.1
"""
import torch


def tensor_gradients(x, y, w1, w2):
    def loss(w1, w2):
        return ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()

    return torch.func.grad(loss, argnums=(0, 1))(w1, w2)
