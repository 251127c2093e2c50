"""The CPU is in the list on every machine.

exercise: try_all_gpus
keeps: 0.6
"""
import torch


def try_all_gpus():
    return [torch.device("cuda", i) for i in range(torch.cuda.device_count())] + [torch.device("cpu")]
