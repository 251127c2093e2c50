"""The CPU, whatever the machine has.

exercise: try_all_gpus
keeps: 0.05
"""
import torch


def try_all_gpus():
    return list([torch.device("cpu")])
