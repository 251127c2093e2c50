"""The indices get the new axis in place.

exercise: embedding
misconception: indices-changed
keeps: 0.85
"""
import torch


def one_hot(indices, num_classes):
    codes = torch.zeros(*indices.shape, num_classes)
    return codes.scatter_(-1, indices.unsqueeze_(-1), 1.0)
