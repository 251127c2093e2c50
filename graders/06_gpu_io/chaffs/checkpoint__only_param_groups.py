"""The optimizer's settings without its memory.

exercise: checkpoint
misconception: optimizer-state-missing
keeps: 0.65
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    for group, saved in zip(optimizer.param_groups, state["optimizer"]["param_groups"]):
        group.update({k: v for k, v in saved.items() if k != "params"})
    return state["epoch"]
