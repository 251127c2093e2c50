"""from_pretrained keeps the caller's memory.

exercise: embedding
misconception: aliases-the-vectors
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors, freeze=freeze)
