"""The draft has another suffix, so that a checkpoint with that suffix is its own draft.

exercise: checkpoint
misconception: draft-has-the-name
keeps: 0.9
"""
import os
from pathlib import Path
import torch


def save_checkpoint(path, net, optimizer, epoch):
    path = Path(path)
    draft = path.with_suffix(".part")
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def load_checkpoint(path, net, optimizer):
    state = torch.load(path, map_location="cpu")
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
