"""The CPU, whatever there is.

exercise: try_gpu
keeps: 0.175
"""
import torch


def try_gpu(i=0):
    return torch.device("cpu")
