"""The same GPU again and again.

exercise: try_all_gpus
keeps: 0.475
"""
import torch


def try_all_gpus():
    return [torch.device("cuda")] * torch.cuda.device_count() or [torch.device("cpu")]
