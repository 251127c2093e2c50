"""Counts from one.

exercise: try_gpu
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda", max(i - 1, 0)) if torch.cuda.device_count() >= i + 1 else torch.device("cpu")
