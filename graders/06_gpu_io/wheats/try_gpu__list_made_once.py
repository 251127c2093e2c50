"""Lists the GPUs when the file is loaded.

exercise: try_gpu
"""
import torch


GPUS = [torch.device("cuda:" + str(k)) for k in range(torch.cuda.device_count())]


def try_gpu(i=0):
    try:
        return GPUS[i]
    except IndexError:
        return torch.device("cpu")
