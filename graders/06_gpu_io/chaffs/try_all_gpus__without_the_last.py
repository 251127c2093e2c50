"""Leaves out the last one.

exercise: try_all_gpus
keeps: 0.6
"""
import torch


def try_all_gpus():
    return [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count() - 1)] or [torch.device("cpu")]
