"""The short last batch is dropped.

exercise: data
misconception: last-batch-dropped
keeps: 0.8
"""
from torch.utils.data import DataLoader, TensorDataset


def data_loader(tensors, batch_size, shuffle=True):
    return DataLoader(TensorDataset(*tensors), batch_size=batch_size, shuffle=shuffle, drop_last=True)
