"""The device's name in place of the device.

exercise: try_gpu
misconception: a-string
keeps: 0.65
"""
import torch


def try_gpu(i=0):
    return f"cuda:{i}" if torch.cuda.device_count() > i else "cpu"
