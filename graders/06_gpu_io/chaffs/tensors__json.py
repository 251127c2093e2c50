"""Numbers as text: the dtypes are lost.

exercise: tensors
keeps: 0.7
"""
from pathlib import Path
import json

import torch


def save_tensors(obj, path):
    c = lambda o: {k: c(v) for k, v in o.items()} if isinstance(o, dict) else {"list": [c(v) for v in o]} if isinstance(o, list) else o.tolist()
    Path(path).write_text(json.dumps(c(obj)))


def load_tensors(path):
    o = json.loads(Path(path).read_text())
    if isinstance(o, dict):
        if "list" in o:
            return [torch.tensor(v) for v in o["list"]]
        return {k: torch.tensor(v) for k, v in o.items()}
    return torch.tensor(o)
