"""Nothing where there is no GPU.

exercise: try_all_gpus
misconception: empty-list
keeps: 0.65
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]
