"""GPU n of n GPUs.

exercise: try_gpu
misconception: off-by-one
keeps: 0.575
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda", i) if torch.cuda.device_count() >= i else torch.device("cpu")
