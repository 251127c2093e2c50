"""In the opposite order.

exercise: try_all_gpus
keeps: 0.6
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda:{i}") for i in reversed(range(torch.cuda.device_count()))] or [torch.device("cpu")]
