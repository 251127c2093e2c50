"""Whole objects are saved in safety, and loaded into names that end with the function.

exercise: checkpoint
misconception: net-not-filled
keeps: 0.5
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    beside = Path(str(path) + ".new")
    try:
        torch.save({"net": net, "optimizer": optimizer, "epoch": epoch}, beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def load_checkpoint(path, net, optimizer):
    saved = torch.load(path, weights_only=False)
    net, optimizer = saved["net"], saved["optimizer"]
    return saved["epoch"]
