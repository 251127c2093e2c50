"""Puts the copies into the caller's containers.

exercise: tensors
misconception: caller-changed
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        obj = obj.clone()
    else:
        for key in obj if isinstance(obj, dict) else range(len(obj)):
            obj[key] = obj[key].clone()
    torch.save(obj, path)
