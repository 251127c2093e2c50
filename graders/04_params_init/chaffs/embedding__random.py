"""The rows are not used.

exercise: embedding
keeps: 0.475
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding(*vectors.shape)
    table.weight.requires_grad_(not freeze)
    return table
