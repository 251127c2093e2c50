"""A comparison accepts every index.

exercise: embedding
misconception: out-of-range-accepted
"""
import torch


def one_hot(indices, num_classes):
    return (indices.unsqueeze(-1) == torch.arange(num_classes)).float()
