"""No epoch in the file.

exercise: checkpoint
misconception: epoch-missing
keeps: 0.75
"""
import os

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict()}, draft)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state.get("epoch", 0)
