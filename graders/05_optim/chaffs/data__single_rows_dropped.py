"""A last batch of one row is left out.

exercise: data
misconception: last-batch-dropped
keeps: 0.85
"""
from torch.utils.data import DataLoader, TensorDataset


def data_loader(tensors, batch_size, shuffle=True):
    drop = len(tensors[0]) % batch_size == 1
    return DataLoader(TensorDataset(*tensors), batch_size=batch_size, shuffle=shuffle, drop_last=drop)
