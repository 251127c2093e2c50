"""A draft first, but then copied over the old file.

exercise: checkpoint
misconception: half-written
keeps: 0.7
"""
from pathlib import Path
import shutil

import torch


def save_checkpoint(path, net, optimizer, epoch):
    tmp = str(path) + ".tmp"
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
        shutil.copyfile(tmp, path)
    finally:
        Path(tmp).unlink(missing_ok=True)


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    optimizer.load_state_dict(c["opt"])
    return c["epoch"]
