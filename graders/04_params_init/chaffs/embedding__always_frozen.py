"""from_pretrained without freeze.

exercise: embedding
misconception: freeze-ignored
keeps: 0.8
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors.clone())
