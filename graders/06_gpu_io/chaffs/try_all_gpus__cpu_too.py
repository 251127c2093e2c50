"""The CPU is always at the end.

exercise: try_all_gpus
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())] + [torch.device("cpu")]
