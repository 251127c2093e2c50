"""Numbers the GPUs from 1.

exercise: try_gpu
keeps: 0.25
"""
import torch


def try_gpu(i=0):
    if i and i <= torch.cuda.device_count():
        return torch.device("cuda", i)
    return torch.device("cpu")
