"""The epoch is in the file and not returned.

exercise: checkpoint
misconception: epoch-missing
keeps: 0.8
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
