"""NumPy noise, and explicit samplers.

exercise: data
"""
import numpy as np
import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, SequentialSampler, TensorDataset


def synthetic_data(n):
    x = torch.linspace(-1, 1, n).view(-1, 1)
    y = x * x + torch.from_numpy(np.random.normal(0, 0.1, size=(n, 1))).float()
    return x, y


def data_loader(tensors, batch_size, shuffle=True):
    dataset = TensorDataset(*tensors)
    sampler = RandomSampler(dataset) if shuffle else SequentialSampler(dataset)
    return DataLoader(dataset, batch_sampler=BatchSampler(sampler, batch_size, drop_last=False))
