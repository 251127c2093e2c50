"""TorchScript loses the class.

exercise: model
keeps: 0.6
"""
import torch


def save_model(net, path):
    torch.jit.save(torch.jit.script(net), str(path))


def load_model(path):
    return torch.jit.load(path)
