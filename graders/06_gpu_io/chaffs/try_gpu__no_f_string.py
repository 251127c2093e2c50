"""A format string without its f, and not even a device.

exercise: try_gpu
misconception: cuda-i
keeps: 0.5
"""
import torch


def try_gpu(i=0):
    return "cuda:{i}" if torch.cuda.device_count() > i else "cpu"
