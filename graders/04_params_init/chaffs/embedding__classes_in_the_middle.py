"""The axis of the classes comes before the last one.

exercise: embedding
misconception: axis-elsewhere
keeps: 0.9
"""
from torch.nn import functional as F


def one_hot(indices, num_classes):
    codes = F.one_hot(indices, num_classes).float()
    return codes.transpose(-1, -2) if indices.dim() > 1 else codes
