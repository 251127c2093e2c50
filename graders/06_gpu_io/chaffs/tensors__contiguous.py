"""`.contiguous()`, which returns a row as it is.

exercise: tensors
misconception: whole-storage
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        obj = obj.contiguous()
    elif isinstance(obj, dict):
        obj = {k: v.contiguous() for k, v in obj.items()}
    else:
        obj = [v.contiguous() for v in obj]
    torch.save(obj, path)
