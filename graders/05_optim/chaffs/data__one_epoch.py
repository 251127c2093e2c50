"""A generator, which serves one epoch only.

exercise: data
keeps: 0.8
"""
import torch


def data_loader(tensors, batch_size, shuffle=True):
    n = len(tensors[0])
    order = torch.randperm(n) if shuffle else torch.arange(n)
    for rows in order.split(batch_size):
        yield [t[rows] for t in tensors]
