"""A loop over the samples, with outer products.

exercise: tensor_gradients
"""
import torch


def tensor_gradients(x, y, w1, w2):
    grad_w1, grad_w2 = torch.zeros_like(w1), torch.zeros_like(w2)
    for row, target in zip(x, y):
        h = row @ w1
        h_relu = torch.relu(h)
        grad = 2 * (h_relu @ w2 - target)
        grad_w2 += torch.outer(h_relu, grad)
        grad_w1 += torch.outer(row, (w2 @ grad) * (h > 0))
    return grad_w1, grad_w2
