"""torch.optim.SGD, which nobody has forbidden.

exercise: train_two_layer
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    optimizer = torch.optim.SGD([w1, w2], lr=learning_rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
