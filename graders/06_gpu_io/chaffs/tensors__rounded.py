"""Rounded to four digits.

exercise: tensors
keeps: 0.45
"""
import torch


def save_tensors(obj, path):
    def cut(x):
        return x.detach().clone().round(decimals=4) if x.is_floating_point() else x.detach().clone()

    if isinstance(obj, torch.Tensor):
        obj = cut(obj)
    elif isinstance(obj, dict):
        obj = {name: cut(x) for name, x in obj.items()}
    else:
        obj = [cut(x) for x in obj]
    torch.save(obj, path)
