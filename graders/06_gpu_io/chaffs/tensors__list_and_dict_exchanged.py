"""A dict comes back as a list, and a list as a dict: two kinds are lost, not one.

exercise: tensors
keeps: 0.5
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, dict):
        obj = [value.clone() for value in obj.values()]
    elif isinstance(obj, list):
        obj = {str(i): value.clone() for i, value in enumerate(obj)}
    else:
        obj = obj.clone()
    torch.save(obj, path)
