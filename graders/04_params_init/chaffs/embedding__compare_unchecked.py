"""A comparison accepts every index.

exercise: embedding
misconception: out-of-range-accepted
keeps: 0.8
"""
import torch


def one_hot(indices, num_classes):
    return (indices.unsqueeze(-1) == torch.arange(num_classes)).float()
