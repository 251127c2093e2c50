"""No more than four.

exercise: try_all_gpus
keeps: 0.775
"""
import torch


def try_all_gpus():
    return [torch.device("cuda", i) for i in range(4) if i < torch.cuda.device_count()] or [torch.device("cpu")]
