"""The first index that does not fit is accepted.

exercise: embedding
misconception: out-of-range-accepted
keeps: 0.9
"""
import torch



def one_hot(indices, num_classes):
    if indices.max() > num_classes:
        raise IndexError("an index is out of range")
    return (indices.unsqueeze(-1) == torch.arange(num_classes)).float()
