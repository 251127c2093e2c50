"""A copy only where the rows are frozen.

exercise: embedding
misconception: aliases-the-vectors
keeps: 0.85
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors.clone() if freeze else vectors, freeze=freeze)
