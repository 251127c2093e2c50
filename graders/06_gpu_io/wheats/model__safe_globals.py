"""A list of classes that may be built.

exercise: model
"""
import torch
from torch import nn


def save_model(net, path):
    torch.save(net, path)


def load_model(path):
    with torch.serialization.safe_globals([nn.Sequential, nn.Linear, nn.ReLU]):
        return torch.load(path)
