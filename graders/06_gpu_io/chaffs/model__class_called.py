"""Calls the class without arguments.

exercise: model
"""
import torch


def save_model(net, path):
    torch.save((type(net), net.state_dict()), path)


def load_model(path):
    kind, state = torch.load(path, weights_only=False)
    net = kind()
    net.load_state_dict(state)
    return net
