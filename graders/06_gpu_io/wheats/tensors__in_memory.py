"""Through memory, with weights_only=False.

exercise: tensors
"""
import torch


import io
from pathlib import Path

from torch.utils._pytree import tree_map


def save_tensors(obj, path):
    memory = io.BytesIO()
    torch.save(tree_map(lambda x: x.detach().clone(), obj), memory)
    Path(path).write_bytes(memory.getvalue())


def load_tensors(path):
    return torch.load(io.BytesIO(Path(path).read_bytes()), map_location="cpu", weights_only=False)
