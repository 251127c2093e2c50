"""A ReLU on the output as well.

exercise: train_two_layer
keeps: 0.4
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for t in range(steps):
        loss = ((torch.relu(torch.relu(x @ w1) @ w2) - y) ** 2).sum()
        losses.append(loss.item())
        g1, g2 = torch.autograd.grad(loss, (w1, w2))
        w1.data -= learning_rate * g1
        w2.data -= learning_rate * g2
    return losses
