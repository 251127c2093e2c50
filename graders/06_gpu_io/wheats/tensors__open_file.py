"""Opens the file itself; a deep copy of a clone.

exercise: tensors
"""
import torch


def save_tensors(obj, path):
    def own(x):
        return torch.empty_like(x).copy_(x)

    if isinstance(obj, dict):
        obj = {name: own(x) for name, x in obj.items()}
    elif isinstance(obj, list):
        obj = list(map(own, obj))
    else:
        obj = own(obj)
    with open(path, "wb") as file:
        torch.save(obj, file)


def load_tensors(path):
    with open(path, "rb") as file:
        return torch.load(file, weights_only=True)
