"""A list of one tensor becomes the tensor.

exercise: tensors
keeps: 0.9
"""
import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else [c(v) for v in o] if isinstance(o, list) else o.clone()
    torch.save(c(obj), path)


def load_tensors(path):
    o = torch.load(path)
    return o[0] if isinstance(o, list) and len(o) == 1 else o
