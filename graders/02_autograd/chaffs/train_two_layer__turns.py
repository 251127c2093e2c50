"""The second weight's gradient is taken after the first one has moved.

exercise: train_two_layer
keeps: 0.5
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for _ in range(steps):
        losses.append(((torch.relu(x @ w1) @ w2 - y) ** 2).sum().item())
        for w in (w1, w2):
            loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
            (gradient,) = torch.autograd.grad(loss, w)
            with torch.no_grad():
                w -= learning_rate * gradient
    return losses
