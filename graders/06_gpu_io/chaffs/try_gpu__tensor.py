"""A tensor on the device in place of the device.

exercise: try_gpu
"""
import torch



def try_gpu(i=0):
    return torch.device("cuda", i) if torch.cuda.device_count() > i else None
