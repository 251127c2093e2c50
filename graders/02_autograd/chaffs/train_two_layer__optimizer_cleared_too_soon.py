"""zero_grad between backward and step.

exercise: train_two_layer
misconception: cleared-before-update
keeps: 0.3
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    opt = torch.optim.SGD([w1, w2], lr=learning_rate)
    losses = []
    for t in range(steps):
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        opt.zero_grad()
        opt.step()
    return losses
