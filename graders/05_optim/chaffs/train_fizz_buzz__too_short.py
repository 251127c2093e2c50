"""Ten epochs.

exercise: train_fizz_buzz
keeps: 0.7
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=3e-4)
    for _ in range(10):
        for rows in torch.randperm(len(x)).split(256):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
