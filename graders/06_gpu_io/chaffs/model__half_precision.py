"""Saves in half precision, and changes the net by it.

exercise: model
keeps: 0.4
"""
import torch


def save_model(net, path):
    torch.save(net.half(), path)


def load_model(path):
    return torch.load(path, weights_only=False).float()
