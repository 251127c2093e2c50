"""The first GPU is called cuda.

exercise: try_all_gpus
"""
import torch


def try_all_gpus():
    names = ["cuda", *("cuda:%d" % i for i in range(1, torch.cuda.device_count()))]
    return [torch.device(name) for name in (names if torch.cuda.device_count() else ["cpu"])]
