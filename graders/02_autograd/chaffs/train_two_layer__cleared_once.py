"""Gradients cleared before the loop only.

exercise: train_two_layer
misconception: gradients-not-cleared
keeps: 0.5
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    w1.grad = w2.grad = None
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        w1.data -= learning_rate * w1.grad
        w2.data -= learning_rate * w2.grad
    return losses
