"""from_pretrained keeps the caller's memory.

exercise: embedding
misconception: aliases-the-vectors
keeps: 0.8
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors, freeze=freeze)
