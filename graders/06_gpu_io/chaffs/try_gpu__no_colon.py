"""The number behind the name without a colon.

exercise: try_gpu
misconception: cuda-i
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return torch.device(f"cuda{i}") if torch.cuda.device_count() > i else torch.device("cpu")
