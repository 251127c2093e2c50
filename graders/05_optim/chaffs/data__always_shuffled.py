"""Always shuffled.

exercise: data
misconception: shuffle-ignored
keeps: 0.8
"""
from torch.utils.data import DataLoader, TensorDataset


def data_loader(tensors, batch_size, shuffle=True):
    return DataLoader(TensorDataset(*tensors), batch_size=batch_size, shuffle=True)
