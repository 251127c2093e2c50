"""A loop with append.

exercise: try_all_gpus
"""
import torch


def try_all_gpus():
    devices = []
    i = 0
    while i < torch.cuda.device_count():
        devices.append(torch.device(f"cuda:{i}"))
        i += 1
    if not devices:
        devices.append(torch.device("cpu"))
    return devices
