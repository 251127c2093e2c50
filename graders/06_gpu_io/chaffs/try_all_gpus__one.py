"""The first GPU alone.

exercise: try_all_gpus
misconception: one-device-only
keeps: 0.5
"""
import torch


def try_all_gpus():
    return [torch.device("cuda:0") if torch.cuda.is_available() else torch.device("cpu")]
