"""A deep copy has the whole storage.

exercise: tensors
misconception: whole-storage
keeps: 0.675
"""
import torch


import copy


def save_tensors(obj, path):
    torch.save(copy.deepcopy(obj), path)
