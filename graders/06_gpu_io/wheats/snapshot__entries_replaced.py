"""Replaces the entries of the state_dict by copies.

exercise: snapshot
"""
import torch


def snapshot(net):
    state = net.state_dict()
    for k in list(state):
        state[k] = torch.empty_like(state[k]).copy_(state[k])
    return state
