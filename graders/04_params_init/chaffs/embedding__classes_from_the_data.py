"""As many classes as the indices show.

exercise: embedding
keeps: 0.575
"""
from torch.nn import functional as F


def one_hot(indices, num_classes):
    return F.one_hot(indices).float()
