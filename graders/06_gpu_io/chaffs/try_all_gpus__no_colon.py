"""The number behind the name without a colon.

exercise: try_all_gpus
misconception: cuda-i
keeps: 0.525
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda{i}") for i in range(torch.cuda.device_count())] or [torch.device("cpu")]
