"""Adds .pt.

exercise: tensors
misconception: suffix-added
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    torch.save(torch.utils._pytree.tree_map(torch.clone, obj), f"{path}.pt")


def load_tensors(path):
    return torch.load(f"{path}.pt")
