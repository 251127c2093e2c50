"""Only the inputs are shuffled.

exercise: train_fizz_buzz
misconception: labels-out-of-step
keeps: 0.35
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(100):
        x = x[torch.randperm(len(x))]
        for i in range(0, len(x), 128):
            loss = nn.CrossEntropyLoss()(net(x[i : i + 128]), y[i : i + 128])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
