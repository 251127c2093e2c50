"""Calls the class without arguments.

exercise: model
keeps: 0.425
"""
import torch


def save_model(net, path):
    torch.save((type(net), net.state_dict()), path)


def load_model(path):
    kind, state = torch.load(path, weights_only=False)
    net = kind()
    net.load_state_dict(state)
    return net
