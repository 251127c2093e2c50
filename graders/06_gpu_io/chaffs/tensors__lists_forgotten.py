"""Copies in a dict and alone, not in a list.

exercise: tensors
misconception: whole-storage
keeps: 0.75
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        obj = obj.clone()
    elif isinstance(obj, dict):
        obj = {k: v.clone() for k, v in obj.items()}
    torch.save(obj, path)
