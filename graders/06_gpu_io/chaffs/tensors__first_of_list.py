"""Only the first tensor of a list comes back: for one tensor it looks like a list that is unpacked.

exercise: tensors
keeps: 0.6
"""
import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else [c(v) for v in o] if isinstance(o, list) else o.clone()
    torch.save(c(obj), path)


def load_tensors(path):
    back = torch.load(path)
    return back[0] if isinstance(back, list) else back
