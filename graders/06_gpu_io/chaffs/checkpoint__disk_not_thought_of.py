"""Cleans up after objects that cannot be saved, not after a full disk.

exercise: checkpoint
misconception: leftover-file
keeps: 0.8
"""
from pathlib import Path
import os
import pickle

import torch


def save_checkpoint(path, net, optimizer, epoch):
    tmp = str(path) + ".tmp"
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
    except (TypeError, AttributeError, pickle.PicklingError):
        Path(tmp).unlink(missing_ok=True)
        raise
    os.replace(tmp, path)


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    optimizer.load_state_dict(c["opt"])
    return c["epoch"]
