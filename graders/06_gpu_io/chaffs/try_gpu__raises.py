"""An error in place of the CPU.

exercise: try_gpu
keeps: 0.6
"""
import torch


def try_gpu(i=0):
    if torch.cuda.is_available() and i >= torch.cuda.device_count():
        raise IndexError(f"no GPU {i}")
    return torch.device("cuda", i) if torch.cuda.is_available() else torch.device("cpu")
