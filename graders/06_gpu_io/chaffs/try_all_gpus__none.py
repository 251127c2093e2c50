"""None where there is no GPU.

exercise: try_all_gpus
keeps: 0.65
"""
import torch


def try_all_gpus():
    gpus = [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]
    return gpus if gpus else None
