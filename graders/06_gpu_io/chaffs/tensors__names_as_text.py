"""The keys of a dict come back as text.

exercise: tensors
misconception: names-lost
keeps: 0.85
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, dict):
        obj = {str(k): t.clone() for k, t in obj.items()}
    else:
        obj = obj.clone() if isinstance(obj, torch.Tensor) else [t.clone() for t in obj]
    torch.save(obj, path)


def load_tensors(path):
    return torch.load(path)
