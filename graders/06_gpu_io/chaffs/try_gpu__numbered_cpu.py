"""Gives the CPU a number.

exercise: try_gpu
keeps: 0.75
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda", i) if torch.cuda.device_count() >= i + 1 else torch.device("cpu", i)
