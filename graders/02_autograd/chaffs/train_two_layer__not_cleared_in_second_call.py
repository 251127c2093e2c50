"""Takes for granted that .grad is empty when it is called.

exercise: train_two_layer
keeps: 0.8
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    losses = []
    for t in range(steps):
        if t > 0:
            w1.grad.zero_(); w2.grad.zero_()
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        w1.data -= learning_rate * w1.grad; w2.data -= learning_rate * w2.grad
    return losses
