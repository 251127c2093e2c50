"""A dict's names are lost.

exercise: tensors
keeps: 0.8
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, dict):
        obj = list(obj.values())
    torch.save(torch.utils._pytree.tree_map(torch.clone, obj), path)
