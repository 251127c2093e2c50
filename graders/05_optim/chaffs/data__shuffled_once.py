"""One order for all epochs.

exercise: data
misconception: shuffled-once
keeps: 0.8
"""
import torch


def data_loader(tensors, batch_size, shuffle=True):
    n = len(tensors[0])
    order = torch.randperm(n) if shuffle else torch.arange(n)
    return [tuple(t[rows] for t in tensors) for rows in order.split(batch_size)]
