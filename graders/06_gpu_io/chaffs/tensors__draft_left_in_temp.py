"""A draft stays in the folder for temporary files.

exercise: tensors
keeps: 0.85
"""
import shutil
import tempfile

import torch


def save_tensors(obj, path):
    if isinstance(obj, torch.Tensor):
        own = obj.clone()
    elif isinstance(obj, dict):
        own = {name: tensor.clone() for name, tensor in obj.items()}
    else:
        own = [tensor.clone() for tensor in obj]
    with tempfile.NamedTemporaryFile(delete=False) as draft:
        torch.save(own, draft)
    shutil.copyfile(draft.name, path)
