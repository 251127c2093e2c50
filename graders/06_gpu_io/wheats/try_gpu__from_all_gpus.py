"""Looks into the other exercise's list.

exercise: try_gpu
"""
import torch


def try_gpu(i=0):
    devices = try_all_gpus()
    return devices[i] if i < len(devices) else torch.device("cpu")
