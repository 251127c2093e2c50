"""A list is saved as a tuple.

exercise: tensors
misconception: list-becomes-tuple
keeps: 0.75
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        obj = obj.clone()
    elif isinstance(obj, dict):
        obj = {k: v.clone() for k, v in obj.items()}
    else:
        obj = tuple(v.clone() for v in obj)
    torch.save(obj, path)
