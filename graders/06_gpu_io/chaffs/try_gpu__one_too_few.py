"""The last GPU is never given out.

exercise: try_gpu
misconception: off-by-one
keeps: 0.55
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda", i) if torch.cuda.device_count() > i + 1 else torch.device("cpu")
