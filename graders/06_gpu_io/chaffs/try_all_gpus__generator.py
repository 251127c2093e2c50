"""A generator in place of a list.

exercise: try_all_gpus
keeps: 0.7
"""
import torch


def try_all_gpus():
    if torch.cuda.device_count() == 0:
        return [torch.device("cpu")]
    return (torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count()))
