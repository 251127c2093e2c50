"""Always the first GPU.

exercise: try_gpu
misconception: index-ignored
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda:0") if torch.cuda.device_count() > i else torch.device("cpu")
