"""Compares for equality: the last GPU only.

exercise: try_gpu
keeps: 0.4
"""
import torch


def try_gpu(i=0):
    return torch.device(f"cuda:{i}") if torch.cuda.device_count() == i + 1 else torch.device("cpu")
