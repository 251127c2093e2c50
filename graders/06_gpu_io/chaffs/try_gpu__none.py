"""Nothing in place of the CPU.

exercise: try_gpu
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda", i) if torch.cuda.device_count() > i else None
