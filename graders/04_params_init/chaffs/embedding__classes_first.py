"""The new axis in front.

exercise: embedding
keeps: 0.8
"""
from torch.nn import functional as F


def one_hot(indices, num_classes):
    return F.one_hot(indices, num_classes).float().movedim(-1, 0)
