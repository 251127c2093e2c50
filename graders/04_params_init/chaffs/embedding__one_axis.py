"""Indices with one axis only.

exercise: embedding
keeps: 0.75
"""
import torch


def one_hot(indices, num_classes):
    out = torch.zeros(len(indices), num_classes)
    out[range(len(indices)), indices] = 1
    return out
