"""Gradients are never cleared.

exercise: train_fizz_buzz
keeps: 0.55
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    for _ in range(300):
        for rows in torch.randperm(len(x)).split(256):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
