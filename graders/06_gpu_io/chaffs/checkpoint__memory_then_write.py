"""In memory first, and then over the old file: a full disk leaves half of it.

exercise: checkpoint
misconception: half-written
keeps: 0.7
"""
import torch


import io
from pathlib import Path


def save_checkpoint(path, net, optimizer, epoch):
    memory = io.BytesIO()
    torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, memory)
    Path(path).write_bytes(memory.getvalue())
