"""Parameters only.

exercise: checkpoint
misconception: buffers-missing
keeps: 0.75
"""
import os

import torch


def save_checkpoint(path, net, optimizer, epoch):
    draft = f"{path}.draft"
    try:
        torch.save({"net": dict(net.named_parameters()), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"], strict=False)
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
