"""Inputs and labels are shuffled separately.

exercise: train_fizz_buzz
misconception: labels-out-of-step
keeps: 0.35
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=3e-4)
    for _ in range(150):
        for rows in torch.randperm(len(x)).split(256):
            loss = nn.functional.cross_entropy(net(x[rows]), y[torch.randperm(len(y))[: len(rows)]])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
