"""Only a lone tensor is copied.

exercise: tensors
misconception: whole-storage
keeps: 0.75
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        obj = obj.clone()
    torch.save(obj, path)
