"""Trained on 1 to 1023.

exercise: train_fizz_buzz
misconception: trains-on-1-to-100
keeps: 0.5
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    x, y = fizz_buzz_data(1, 1024)
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=3e-4)
    for _ in range(300):
        for rows in torch.randperm(len(x)).split(256):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
