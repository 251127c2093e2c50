"""Large indices pushed to the last class.

exercise: embedding
misconception: out-of-range-accepted
keeps: 0.8
"""
import torch


def one_hot(indices, num_classes):
    return torch.eye(num_classes)[indices.clamp(max=num_classes - 1)]
