"""Of the optimizer's settings only lr and momentum come back.

exercise: checkpoint
misconception: settings-lost
keeps: 0.875
"""
import os
from pathlib import Path
import torch


def save_checkpoint(path, net, optimizer, epoch):
    path = Path(path)
    draft = path.with_name(path.name + ".draft")
    try:
        groups = [(g["lr"], g.get("momentum")) for g in optimizer.param_groups]
        torch.save((net.state_dict(), optimizer.state_dict()["state"], groups, epoch), draft)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def load_checkpoint(path, net, optimizer):
    state, memory, groups, epoch = torch.load(path, map_location="cpu")
    net.load_state_dict(state)
    optimizer.load_state_dict({"state": memory, "param_groups": optimizer.state_dict()["param_groups"]})
    for group, (lr, momentum) in zip(optimizer.param_groups, groups):
        group["lr"] = lr
        if momentum is not None:
            group["momentum"] = momentum
    return epoch
