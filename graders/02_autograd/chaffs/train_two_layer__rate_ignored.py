"""The learning rate is always 1e-6.

exercise: train_two_layer
misconception: settings-ignored
keeps: 0.5
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for t in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        w1.data -= 1e-6 * w1.grad; w2.data -= 1e-6 * w2.grad
        w1.grad = w2.grad = None
    return losses
