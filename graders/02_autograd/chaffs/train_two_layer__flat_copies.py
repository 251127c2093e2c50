"""Trains through reshape, which is a copy for a transposed tensor.

exercise: train_two_layer
keeps: 0.85
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        for w, g in zip((w1, w2), torch.autograd.grad(loss, (w1, w2))):
            w.data.reshape(-1).sub_(learning_rate * g.reshape(-1))
    return losses
