"""Saved as it is.

exercise: tensors
misconception: whole-storage
"""
import torch


def save_tensors(obj, path):
    torch.save(obj, path)
