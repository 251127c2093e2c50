"""Counts with >= and writes the device as text.

exercise: try_gpu
"""
import torch


def try_gpu(i=0):
    if torch.cuda.device_count() >= i + 1:
        return torch.device(f"cuda:{i}")
    return torch.device("cpu")
