"""A list is stored by its numbers as text, and comes back in the order of these texts.

exercise: tensors
misconception: long-list-lost
keeps: 0.8
"""
import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        kind, named = "tensor", {"0": obj}
    elif isinstance(obj, dict):
        kind, named = "dict", obj
    else:
        kind, named = "list", {str(i): t for i, t in enumerate(obj)}
    torch.save((kind, {k: t.clone() for k, t in named.items()}), path)


def load_tensors(path):
    kind, named = torch.load(path)
    if kind == "dict":
        return named
    values = [named[k] for k in sorted(named)]
    return values[0] if kind == "tensor" else values
