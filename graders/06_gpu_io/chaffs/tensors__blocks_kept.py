"""Copies only what lies side by side.

exercise: tensors
misconception: whole-storage
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else [c(v) for v in o] if isinstance(o, list) else (o.clone() if o.is_contiguous() else o)
    torch.save(c(obj), path)


def load_tensors(path):
    return torch.load(path)
