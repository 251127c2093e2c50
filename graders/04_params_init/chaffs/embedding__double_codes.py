"""float64.

exercise: embedding
misconception: not-float
keeps: 0.9
"""
from torch.nn import functional as F


def one_hot(indices, num_classes):
    return F.one_hot(indices, num_classes).double()
