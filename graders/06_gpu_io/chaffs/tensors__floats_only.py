"""Everything becomes float32.

exercise: tensors
misconception: dtype-lost
keeps: 0.7
"""
import torch


def save_tensors(obj, path):
    torch.save(torch.utils._pytree.tree_map(lambda x: x.float().clone(), obj), path)
