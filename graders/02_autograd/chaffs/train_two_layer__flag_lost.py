"""requires_grad is switched off for the update, and stays off at the end.

exercise: train_two_layer
misconception: leaf-lost
keeps: 0.75
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        w1.requires_grad_(True), w2.requires_grad_(True)
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        w1.requires_grad_(False), w2.requires_grad_(False)
        for w in (w1, w2):
            w -= learning_rate * w.grad
            w.grad = None
    return losses
