"""w = w - ... with a new leaf each step: it trains, but not the caller's tensors.

exercise: train_two_layer
misconception: rebinding
keeps: 0.4
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        g1, g2 = torch.autograd.grad(loss, (w1, w2))
        w1 = (w1 - learning_rate * g1).detach().requires_grad_()
        w2 = (w2 - learning_rate * g2).detach().requires_grad_()
    return losses
