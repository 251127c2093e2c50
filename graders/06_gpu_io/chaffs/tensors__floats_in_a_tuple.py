"""Everything becomes float32, and a list comes back as a tuple.

exercise: tensors
keeps: 0.65
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, list):
        packed = tuple(x.float().clone() for x in obj)
    elif isinstance(obj, dict):
        packed = {name: x.float().clone() for name, x in obj.items()}
    else:
        packed = obj.float().clone()
    torch.save(packed, path)
