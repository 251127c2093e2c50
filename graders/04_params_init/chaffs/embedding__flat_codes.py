"""The axes of the indices run together.

exercise: embedding
keeps: 0.8
"""
import torch


def one_hot(indices, num_classes):
    return torch.eye(num_classes)[indices.flatten()]
