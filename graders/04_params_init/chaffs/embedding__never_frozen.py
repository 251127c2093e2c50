"""freeze is not read.

exercise: embedding
misconception: freeze-ignored
keeps: 0.8
"""
import torch
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding(*vectors.shape)
    table.weight.data = vectors.clone()
    return table
