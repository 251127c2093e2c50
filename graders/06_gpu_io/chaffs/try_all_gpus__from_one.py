"""Counts from 1.

exercise: try_all_gpus
misconception: counted-from-one
keeps: 0.5
"""
import torch


def try_all_gpus():
    return [torch.device("cuda", i) for i in range(1, torch.cuda.device_count() + 1)] or [torch.device("cpu")]
