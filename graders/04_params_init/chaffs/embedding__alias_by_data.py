""".data set to the caller's tensor.

exercise: embedding
misconception: aliases-the-vectors
keeps: 0.8
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding(len(vectors), vectors.shape[1])
    table.weight.data = vectors.data
    table.weight.requires_grad = not freeze
    return table
