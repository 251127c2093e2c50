"""Trained with the file's own loop over a shuffled list, evaluated on 1 to 100 without learning from them.

exercise: train_fizz_buzz
"""
import random

import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    check_x, check_y = fizz_buzz_data(1, 101)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    rows, losses = list(range(len(x))), []
    for epoch in range(400):
        random.shuffle(rows)
        for i in range(0, len(rows), 100):
            batch = rows[i : i + 100]
            loss = nn.CrossEntropyLoss()(net(x[batch]), y[batch])
            net.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        if epoch % 50 == 0:
            accuracy = (net(check_x).max(1).indices == check_y).float().mean().item()
            assert 0 <= accuracy <= 1
    return losses
