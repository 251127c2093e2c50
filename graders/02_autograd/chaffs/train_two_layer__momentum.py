"""With momentum.

exercise: train_two_layer
keeps: 0.4
"""
import torch


def train_two_layer(x, y, w1, w2, learning_rate=1e-6, steps=500):
    opt = torch.optim.SGD([w1, w2], lr=learning_rate, momentum=0.9)
    losses = []
    for t in range(steps):
        opt.zero_grad()
        loss = ((torch.relu(x @ w1) @ w2 - y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        opt.step()
    return losses
