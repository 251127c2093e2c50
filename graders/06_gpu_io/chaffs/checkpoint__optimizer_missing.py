"""The optimizer is not saved.

exercise: checkpoint
misconception: optimizer-state-missing
keeps: 0.55
"""
import os

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": net.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    return state["epoch"]
