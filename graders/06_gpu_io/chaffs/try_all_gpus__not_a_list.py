"""A device in place of a list of them.

exercise: try_all_gpus
misconception: one-device-only
keeps: 0.2
"""
import torch


def try_all_gpus():
    return torch.device("cuda") if torch.cuda.is_available() else torch.device("cpu")
