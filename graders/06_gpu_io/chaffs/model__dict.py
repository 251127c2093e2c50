"""The state_dict.

exercise: model
misconception: loads-a-dict
keeps: 0.35
"""
import torch


def save_model(net, path):
    torch.save(net.state_dict(), path)


def load_model(path):
    return torch.load(path)
