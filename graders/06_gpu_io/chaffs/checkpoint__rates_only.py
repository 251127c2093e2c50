"""Of the optimizer only the learning rates are kept.

exercise: checkpoint
keeps: 0.7
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, net, optimizer, epoch):
    beside = Path(str(path) + ".new")
    rates = [group["lr"] for group in optimizer.param_groups]
    try:
        torch.save({"net": net.state_dict(), "rates": rates, "epoch": epoch}, beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def load_checkpoint(path, net, optimizer):
    saved = torch.load(path)
    net.load_state_dict(saved["net"])
    for group, rate in zip(optimizer.param_groups, saved["rates"]):
        group["lr"] = rate
    return saved["epoch"]
