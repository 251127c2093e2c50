"""Does not overwrite a file.

exercise: tensors
misconception: old-file-kept
keeps: 0.625
"""
from pathlib import Path

import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else [c(v) for v in o] if isinstance(o, list) else o.clone()
    if Path(path).exists():
        return
    torch.save(c(obj), path)


def load_tensors(path):
    return torch.load(path)
