"""Always the same file, in the working folder.

exercise: tensors
misconception: file-name-fixed
keeps: 0.55
"""
import torch


def save_tensors(obj, path):
    clone = torch.utils._pytree.tree_map(torch.clone, obj)
    torch.save(clone, "x-file")


def load_tensors(path):
    return torch.load("x-file")
