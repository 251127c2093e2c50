"""Notes the mode of each part beside the module.

exercise: model
"""
from pathlib import Path

import torch


def save_model(net, path):
    with Path(path).open("wb") as f:
        torch.save({"model": net, "modes": [m.training for m in net.modules()]}, f)


def load_model(path):
    with Path(path).open("rb") as f:
        d = torch.load(f, map_location="cpu", weights_only=False)
    for m, t in zip(d["model"].modules(), d["modes"]):
        m.training = t
    return d["model"]
