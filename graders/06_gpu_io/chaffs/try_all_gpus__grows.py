"""The list grows from call to call.

exercise: try_all_gpus
keeps: 0.7
"""
import torch


_found = []

def try_all_gpus():
    for i in range(torch.cuda.device_count()):
        _found.append(torch.device("cuda", i))
    return list(_found) or [torch.device("cpu")]
