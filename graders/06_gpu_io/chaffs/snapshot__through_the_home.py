"""Through a file in a folder of the home, which stays.

exercise: snapshot
misconception: file-left
keeps: 0.7
"""
from pathlib import Path

import torch


def snapshot(net):
    path = Path.home() / ".cache" / "torchkata" / "snapshot.pt"
    path.parent.mkdir(exist_ok=True, parents=True)
    torch.save(net.state_dict(), path)
    return torch.load(path)
