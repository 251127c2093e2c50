"""Not shuffled by default.

exercise: data
misconception: shuffle-ignored
keeps: 0.825
"""
from torch.utils.data import DataLoader, TensorDataset


def data_loader(tensors, batch_size, shuffle=False):
    return DataLoader(TensorDataset(*tensors), batch_size=batch_size, shuffle=shuffle)
