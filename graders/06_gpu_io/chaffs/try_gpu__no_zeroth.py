"""Numbers the GPUs from 1.

exercise: try_gpu
"""
import torch


def try_gpu(i=0):
    if i and i <= torch.cuda.device_count():
        return torch.device("cuda", i)
    return torch.device("cpu")
