"""Views the indices as one row, which transposed ones do not allow.

exercise: embedding
misconception: one-layout-only
keeps: 0.85
"""
import torch


def one_hot(indices, num_classes):
    codes = torch.zeros(indices.numel(), num_classes)
    codes[torch.arange(indices.numel()), indices.view(-1)] = 1.0
    return codes.view(*indices.shape, num_classes)
