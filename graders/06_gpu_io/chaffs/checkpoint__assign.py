"""New parameters, which the optimizer does not know.

exercise: checkpoint
misconception: other-tensors-trained
keeps: 0.575
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"], assign=True)
    optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
