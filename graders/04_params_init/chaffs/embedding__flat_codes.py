"""The axes of the indices run together.

exercise: embedding
"""
import torch


def one_hot(indices, num_classes):
    return torch.eye(num_classes)[indices.flatten()]
