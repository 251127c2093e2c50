"""Shuffled, but only among the rows that fill whole batches: the others are never reached.

exercise: train_fizz_buzz
misconception: last-batch-dropped
keeps: 0.8
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=3e-4)
    for _ in range(150):
        for rows in torch.randperm(len(x) // 128 * 128).split(128):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
