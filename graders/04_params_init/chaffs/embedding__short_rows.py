"""Rows are made shorter when they are looked up.

exercise: embedding
keeps: 0.6
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors.clone(), freeze=freeze, max_norm=1.0)
