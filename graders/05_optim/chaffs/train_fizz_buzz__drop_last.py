"""Shuffled, and the last batch is dropped.

exercise: train_fizz_buzz
misconception: last-batch-dropped
keeps: 0.85
"""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_fizz_buzz(net, x, y):
    losses = []
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=3e-4)
    loader = DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True, drop_last=True)
    for _ in range(120):
        for inputs, labels in loader:
            loss = nn.functional.cross_entropy(net(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
