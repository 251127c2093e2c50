"""Saves a copy that is on the CPU.

exercise: model
"""
import copy

import torch


def save_model(net, path):
    torch.save(copy.deepcopy(net).cpu(), path)


def load_model(path):
    return torch.load(path, weights_only=False)
