"""The whole state in place of the epoch.

exercise: checkpoint
keeps: 0.8
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return net, optimizer, state["epoch"]
