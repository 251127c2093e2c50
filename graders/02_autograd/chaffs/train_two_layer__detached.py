"""detach_ for the update: the second step has nothing to follow.

exercise: train_two_layer
misconception: leaf-lost
keeps: 0.35
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        for w in (w1, w2):
            w.detach_().requires_grad_(False)
            w -= learning_rate * w.grad
            w.grad = None
    return losses
