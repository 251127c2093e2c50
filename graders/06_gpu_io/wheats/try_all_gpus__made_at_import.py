"""The list is made when the file is imported.

exercise: try_all_gpus
"""
import torch


_ALL = [torch.device("cuda", k) for k in range(torch.cuda.device_count())]


def try_all_gpus():
    return _ALL if _ALL else [torch.device("cpu")]
