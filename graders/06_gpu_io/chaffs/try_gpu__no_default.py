"""The number has to be given.

exercise: try_gpu
"""
import torch


def try_gpu(i):
    return torch.device(f"cuda:{i}") if torch.cuda.device_count() > i else torch.device("cpu")
