"""The CPU is always at the end.

exercise: try_all_gpus
keeps: 0.65
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())] + [torch.device("cpu")]
