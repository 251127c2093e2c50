"""Flat positions; a Parameter around a deepcopy.

exercise: embedding
"""
import copy

import torch
from torch import nn


def one_hot(indices, num_classes):
    flat = indices.reshape(-1)
    rows = torch.zeros(flat.numel(), num_classes)
    rows[torch.arange(flat.numel()), flat] = 1
    return rows.view(*indices.size(), num_classes)


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding(len(vectors), vectors.size(1))
    table.weight = nn.Parameter(copy.deepcopy(vectors), requires_grad=not freeze)
    return table
