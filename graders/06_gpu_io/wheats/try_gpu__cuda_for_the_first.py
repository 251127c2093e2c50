"""Asks is_available first; the first GPU is called cuda, without a number.

exercise: try_gpu
"""
import torch


def try_gpu(number=0):
    if not torch.cuda.is_available():
        return torch.device("cpu")
    if number == 0:
        return torch.device("cuda")
    return torch.device("cuda", number) if torch.cuda.device_count() > number else torch.device("cpu")
