"""Saving changes the optimizer.

exercise: checkpoint
keeps: 0.75
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    tmp = str(path) + ".tmp"
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] * 0.5
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
        os.replace(tmp, path)
    except BaseException:
        Path(tmp).unlink(missing_ok=True)
        raise


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    optimizer.load_state_dict(c["opt"])
    return c["epoch"]
