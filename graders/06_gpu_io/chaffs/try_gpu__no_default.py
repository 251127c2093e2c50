"""The number has to be given.

exercise: try_gpu
keeps: 0.8
"""
import torch


def try_gpu(i):
    return torch.device(f"cuda:{i}") if torch.cuda.device_count() > i else torch.device("cpu")
