"""Only the first group gets its settings back.

exercise: checkpoint
keeps: 0.7
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    tmp = str(path) + ".tmp"
    try:
        torch.save({"net": net.state_dict(), "opt": optimizer.state_dict(), "epoch": epoch}, tmp)
        os.replace(tmp, path)
    except BaseException:
        Path(tmp).unlink(missing_ok=True)
        raise


def load_checkpoint(path, net, optimizer):
    c = torch.load(path)
    net.load_state_dict(c["net"])
    state = optimizer.state_dict()
    state["state"] = c["opt"]["state"]
    state["param_groups"][0] = c["opt"]["param_groups"][0]
    optimizer.load_state_dict(state)
    return c["epoch"]
