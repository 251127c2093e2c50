"""The epoch is in the file and not returned.

exercise: checkpoint
misconception: epoch-missing
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
