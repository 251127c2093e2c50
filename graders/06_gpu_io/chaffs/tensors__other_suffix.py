"""Whatever suffix the path has becomes .pt.

exercise: tensors
misconception: suffix-added
keeps: 0.7
"""
import pathlib

import torch


def save_tensors(obj, path):
    own = torch.utils._pytree.tree_map(torch.clone, obj)
    torch.save(own, pathlib.Path(path).with_suffix(".pt"))


def load_tensors(path):
    return torch.load(pathlib.Path(path).with_suffix(".pt"))
