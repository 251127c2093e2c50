"""The first GPU in place of one that does not exist.

exercise: try_gpu
keeps: 0.65
"""
import torch


def try_gpu(i=0):
    if not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda", i if i < torch.cuda.device_count() else 0)
