"""A path has to be a str.

exercise: tensors
keeps: 0.825
"""
import torch


def save_tensors(obj, path):
    with open("" + path, "wb") as file:
        torch.save(torch.utils._pytree.tree_map(torch.clone, obj), file)
