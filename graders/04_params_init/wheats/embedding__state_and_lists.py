"""Codes from nested lists, rows by load_state_dict.

exercise: embedding
"""
import torch
from torch import nn


def one_hot(indices, num_classes):
    rows = []
    for index in indices.reshape(-1).tolist():
        row = [0.0] * num_classes
        row[index] = 1.0
        rows.append(row)
    return torch.tensor(rows).reshape(*indices.shape, num_classes)


def embedding_from_vectors(vectors, freeze=True):
    table = nn.Embedding(*vectors.shape)
    table.load_state_dict({"weight": vectors})
    return table.requires_grad_(not freeze)
