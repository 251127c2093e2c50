"""The last rows are held back for validation.

exercise: train_fizz_buzz
keeps: 0.85
"""

import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    n = int(0.95 * len(x))
    x, y = x[:n], y[:n]
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    losses = []
    net.train()
    for epoch in range(100):
        for rows in torch.randperm(len(x)).split(64):
            bx, by = x[rows], y[rows]
            loss = nn.functional.cross_entropy(net(bx), by)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
