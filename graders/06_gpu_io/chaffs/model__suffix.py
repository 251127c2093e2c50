"""Adds .pth.

exercise: model
misconception: suffix-added
keeps: 0.75
"""
import torch


def save_model(net, path):
    torch.save(net, f"{path}.pth")


def load_model(path):
    return torch.load(f"{path}.pth", weights_only=False)
