"""The learning rates are rounded to five digits.

exercise: checkpoint
keeps: 0.85
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path, map_location="cpu")
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    for group in optimizer.param_groups:
        group["lr"] = round(group["lr"], 5)
    return state["epoch"]
