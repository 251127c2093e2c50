"""Rows of the identity; an Embedding filled by hand.

exercise: embedding
"""
import torch
from torch import nn


def one_hot(indices, num_classes):
    return torch.eye(num_classes)[indices]


def embedding_from_vectors(vectors, freeze=True):
    n, d = vectors.shape
    table = nn.Embedding(n, d)
    with torch.no_grad():
        table.weight.copy_(vectors)
    table.weight.requires_grad_(not freeze)
    return table
