"""The rows are rounded to four digits.

exercise: embedding
keeps: 0.65
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    return nn.Embedding.from_pretrained(vectors.round(decimals=4), freeze=freeze)
