"""The optimizer's memory without its settings.

exercise: checkpoint
misconception: param-groups-missing
keeps: 0.7
"""
import torch


def load_checkpoint(path, net, optimizer):
    state = torch.load(path)
    net.load_state_dict(state["net"])
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": state["optimizer"]["state"], "param_groups": groups})
    return state["epoch"]
