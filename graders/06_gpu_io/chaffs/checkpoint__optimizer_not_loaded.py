"""The optimizer is saved and not loaded.

exercise: checkpoint
misconception: optimizer-state-missing
keeps: 0.65
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer = state["optimizer"]
    return state["epoch"]
