"""Stacks the tensors of a list.

exercise: tensors
keeps: 0.75
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, list):
        torch.save({"list": torch.stack(obj)}, path)
    elif isinstance(obj, dict):
        torch.save({"dict": {k: v.clone() for k, v in obj.items()}}, path)
    else:
        torch.save({"tensor": obj.clone()}, path)


def load_tensors(path):
    (kind, value), = torch.load(path).items()
    return list(value) if kind == "list" else value
