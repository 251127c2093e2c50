"""Names in place of devices.

exercise: try_all_gpus
misconception: strings
keeps: 0.65
"""
import torch


def try_all_gpus():
    return [f"cuda:{i}" for i in range(torch.cuda.device_count())] or ["cpu"]
