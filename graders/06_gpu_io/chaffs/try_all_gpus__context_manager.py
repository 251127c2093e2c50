"""torch.cuda.device in place of torch.device.

exercise: try_all_gpus
misconception: context-manager
keeps: 0.45
"""
import torch


def try_all_gpus():
    return [torch.cuda.device(i) for i in range(torch.cuda.device_count())] or [torch.device("cpu")]
