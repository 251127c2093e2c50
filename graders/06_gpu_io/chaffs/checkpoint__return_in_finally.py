"""A return in the finally swallows every error.

exercise: checkpoint
misconception: error-swallowed
keeps: 0.75
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    tmp = str(path) + ".tmp"
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
        os.replace(tmp, path)
    finally:
        Path(tmp).unlink(missing_ok=True)
        return path


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    optimizer.load_state_dict(c["opt"])
    return c["epoch"]
