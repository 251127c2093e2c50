"""Rounded to four digits.

exercise: parameters
keeps: 0.45
"""
import torch


def save_parameters(net, path):
    state = {name: x.round(decimals=4) if x.is_floating_point() else x for name, x in net.state_dict().items()}
    torch.save(state, path)
