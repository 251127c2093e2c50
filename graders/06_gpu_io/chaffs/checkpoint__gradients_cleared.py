"""The gradients are cleared by saving.

exercise: checkpoint
misconception: gradients-changed
keeps: 0.9
"""
import os
from pathlib import Path
import torch


def save_checkpoint(path, net, optimizer, epoch):
    optimizer.zero_grad()
    path = Path(path)
    draft = path.with_name(path.name + ".draft")
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
