"""The draft has another suffix, and is left where saving fails.

exercise: checkpoint
misconception: leftover-file
keeps: 0.8
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = Path(path).with_suffix(".part")
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
    os.replace(draft, path)
