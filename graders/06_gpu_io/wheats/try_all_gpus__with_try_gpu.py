"""Asks try_gpu for each of them.

exercise: try_all_gpus
"""
import torch


def try_all_gpus():
    return [try_gpu(i) for i in range(max(1, torch.cuda.device_count()))]
