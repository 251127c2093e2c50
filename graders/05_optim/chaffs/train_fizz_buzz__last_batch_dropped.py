"""The last batch is never reached.

exercise: train_fizz_buzz
misconception: last-batch-dropped
keeps: 0.8
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=3e-4)
    for _ in range(300):
        for rows in torch.arange(len(x))[: len(x) // 256 * 256].split(256):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
