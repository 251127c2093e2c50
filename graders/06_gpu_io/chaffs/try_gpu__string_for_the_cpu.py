"""The CPU as a string.

exercise: try_gpu
misconception: a-string
keeps: 0.725
"""
import torch


def try_gpu(i=0):
    return torch.device(f"cuda:{i}") if torch.cuda.device_count() > i else "cpu"
