"""The optimizer is saved and not loaded.

exercise: checkpoint
misconception: optimizer-state-missing
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer = state["optimizer"]
    return state["epoch"]
