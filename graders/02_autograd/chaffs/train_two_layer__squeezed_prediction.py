"""The prediction loses an axis of length 1, so that it broadcasts against y.

exercise: train_two_layer
keeps: 0.8
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2).squeeze(-1) - y).pow(2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for w in (w1, w2):
                w -= learning_rate * w.grad
                w.grad = None
    return losses
