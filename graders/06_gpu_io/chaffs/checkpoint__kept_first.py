"""Does not overwrite a file.

exercise: checkpoint
keeps: 0.55
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    if os.path.exists(path):
        return
    tmp = str(path) + ".tmp"
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
        os.rename(tmp, path)
    except BaseException:
        Path(tmp).unlink(missing_ok=True)
        raise


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    optimizer.load_state_dict(c["opt"])
    return c["epoch"]
