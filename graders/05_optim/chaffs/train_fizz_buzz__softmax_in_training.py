"""Softmax before cross-entropy.

exercise: train_fizz_buzz
misconception: softmax-before-cross-entropy
keeps: 0.55
"""
import torch
from torch import nn


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02, weight_decay=3e-4)
    for _ in range(300):
        for rows in torch.randperm(len(x)).split(256):
            loss = nn.functional.cross_entropy(net(x[rows]).softmax(dim=1), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
