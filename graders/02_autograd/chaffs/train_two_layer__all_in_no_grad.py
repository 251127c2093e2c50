"""Everything under no_grad.

exercise: train_two_layer
misconception: loss-without-grad
keeps: 0.3
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    with torch.no_grad():
        for _ in range(steps):
            loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
            losses.append(loss.item())
            loss.backward()
            for w in (w1, w2):
                w -= learning_rate * w.grad
                w.grad = None
    return losses
