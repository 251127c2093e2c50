"""Saved as it is.

exercise: tensors
misconception: whole-storage
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    torch.save(obj, path)
