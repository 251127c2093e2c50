"""The module that is saved is moved to the CPU.

exercise: model
misconception: moved-by-saving
keeps: 0.925
"""
import torch


def save_model(net, path):
    torch.save(net.to("cpu"), path)


def load_model(path):
    return torch.load(path, weights_only=False)
