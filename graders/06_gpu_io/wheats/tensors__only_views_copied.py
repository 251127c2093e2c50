"""Copies only what is smaller than its storage; the old file format.

exercise: tensors
"""
import torch


def compact(x):
    if isinstance(x, torch.Tensor):
        return x if x.untyped_storage().nbytes() == x.numel() * x.element_size() else x.clone()
    if isinstance(x, dict):
        return type(x)((key, compact(value)) for key, value in x.items())
    return type(x)(compact(value) for value in x)


def save_tensors(obj, path):
    torch.save(compact(obj), path, _use_new_zipfile_serialization=False)


def load_tensors(path):
    return torch.load(path)
