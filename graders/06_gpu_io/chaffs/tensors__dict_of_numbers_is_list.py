"""What a file holds is guessed: a dict with digits as names, or none, comes back as a list.

exercise: tensors
misconception: names-lost
keeps: 0.85
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        torch.save(obj.clone(), path)
    else:
        named = obj.items() if isinstance(obj, dict) else enumerate(obj)
        torch.save({str(k): t.clone() for k, t in named}, path)


def load_tensors(path):
    found = torch.load(path)
    if isinstance(found, dict) and all(k.isdigit() for k in found):
        return [found[str(i)] for i in range(len(found))]
    return found
