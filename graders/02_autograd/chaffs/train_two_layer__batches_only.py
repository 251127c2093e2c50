"""A single sample is taken for a vector.

exercise: train_two_layer
keeps: 0.85
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        loss = ((torch.relu(x @ w1) @ w2).squeeze() - y).pow(2).sum() if len(x) > 1 else ((torch.relu(x @ w1) @ w2).squeeze() - y.T).pow(2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for w in (w1, w2):
                w -= learning_rate * w.grad
                w.grad = None
    return losses
