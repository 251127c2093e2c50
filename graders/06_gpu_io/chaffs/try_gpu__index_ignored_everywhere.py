"""Neither the count nor the answer looks at the number.

exercise: try_gpu
misconception: index-ignored
keeps: 0.35
"""
import torch


def try_gpu(i=0):
    return torch.device("cuda") if torch.cuda.is_available() else torch.device("cpu")
