"""torch.cuda.device in place of torch.device.

exercise: try_gpu
misconception: context-manager
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return torch.cuda.device(i) if torch.cuda.device_count() > i else torch.device("cpu")
