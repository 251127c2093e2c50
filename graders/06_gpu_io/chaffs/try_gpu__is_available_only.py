"""Any number will do where there is one GPU.

exercise: try_gpu
misconception: is-available-only
keeps: 0.6
"""
import torch


def try_gpu(i=0):
    return torch.device(f"cuda:{i}" if torch.cuda.is_available() else "cpu")
