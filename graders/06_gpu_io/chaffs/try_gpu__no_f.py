"""A format string without its f.

exercise: try_gpu
misconception: cuda-i
keeps: 0.45
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda{i}") if torch.cuda.device_count() > i else torch.device("cpu")
