"""The loss after each update.

exercise: train_two_layer
misconception: loss-after-update
keeps: 0.75
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        ((torch.relu(x @ w1) @ w2 - y) ** 2).sum().backward()
        with torch.no_grad():
            for w in (w1, w2):
                w -= learning_rate * w.grad
                w.grad.zero_()
            losses.append(((torch.relu(x @ w1) @ w2 - y) ** 2).sum().item())
    return losses
