"""Always the same file name, in the right folder.

exercise: tensors
misconception: file-name-fixed
keeps: 0.6
"""
import torch


import os


def save_tensors(obj, path):
    clone = torch.utils._pytree.tree_map(torch.clone, obj)
    torch.save(clone, os.path.join(os.path.dirname(path), "tensors.pt"))


def load_tensors(path):
    return torch.load(os.path.join(os.path.dirname(path), "tensors.pt"))
