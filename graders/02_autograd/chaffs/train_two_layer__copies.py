"""Trains clones.

exercise: train_two_layer
misconception: rebinding
keeps: 0.4
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    w1, w2 = w1.detach().clone().requires_grad_(), w2.detach().clone().requires_grad_()
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w1 -= learning_rate * w1.grad
            w2 -= learning_rate * w2.grad
        w1.grad = w2.grad = None
    return losses
