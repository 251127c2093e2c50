"""New tensors by torch.tensor.

exercise: tensors
"""
import warnings

import torch


def save_tensors(obj, path):
    def fresh(t):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.tensor(t)
    if isinstance(obj, torch.Tensor):
        torch.save(fresh(obj), path)
    elif isinstance(obj, list):
        torch.save([fresh(t) for t in obj], path)
    elif isinstance(obj, dict):
        torch.save({k: fresh(t) for k, t in obj.items()}, path)
    else:
        raise TypeError(type(obj))


def load_tensors(path):
    return torch.load(path)
