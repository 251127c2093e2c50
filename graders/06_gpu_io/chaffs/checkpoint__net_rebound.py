"""Fills another net than the caller's.

exercise: checkpoint
misconception: net-not-filled
keeps: 0.35
"""
import torch


import copy


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net = copy.deepcopy(net)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
