"""After saving every part is in training mode, those that were in eval mode too.

exercise: checkpoint
misconception: parts-in-training
keeps: 0.9
"""
import os
from pathlib import Path
import torch


def save_checkpoint(path, net, optimizer, epoch):
    net.eval()
    path = Path(path)
    draft = path.with_name(path.name + ".draft")
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    net.train()


def load_checkpoint(path, net, optimizer):
    state = torch.load(path, map_location="cpu")
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
