"""Leaves in the first round of the loop.

exercise: try_all_gpus
misconception: one-device-only
keeps: 0.5
"""
import torch


def try_all_gpus():
    for i in range(torch.cuda.device_count()):
        return [torch.device("cuda", i)]
    return [torch.device("cpu")]
