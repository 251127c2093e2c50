"""The net is in eval mode after loading.

exercise: checkpoint
misconception: net-in-eval
keeps: 0.75
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    optimizer.load_state_dict(state["optimizer"])
    net.eval()
    return state["epoch"]
