"""The net is rounded to four digits.

exercise: checkpoint
keeps: 0.4
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path, map_location="cpu")
    net.load_state_dict({n: x.round(decimals=4) if x.is_floating_point() else x for n, x in state["net"].items()})
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
