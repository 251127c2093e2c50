"""The old file stays as a backup.

exercise: checkpoint
misconception: leftover-file
keeps: 0.65
"""
import os

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    if os.path.exists(path):
        os.replace(path, f"{path}.bak")
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise
