"""The flag of the module, not of its weight.

exercise: embedding
misconception: freeze-ignored
keeps: 0.8
"""
from torch import nn


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding.from_pretrained(vectors.clone(), freeze=False)
    table.requires_grad = not freeze
    return table
