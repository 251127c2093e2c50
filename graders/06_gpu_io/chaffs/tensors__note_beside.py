"""Leaves a note in a second file.

exercise: tensors
keeps: 0.75
"""
from pathlib import Path

import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else [c(v) for v in o] if isinstance(o, list) else o.clone()
    torch.save(c(obj), path)
    Path(str(path) + ".kind").write_text(type(obj).__name__)


def load_tensors(path):
    return torch.load(path)
