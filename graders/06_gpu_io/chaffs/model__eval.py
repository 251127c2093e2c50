"""Always in eval mode.

exercise: model
misconception: training-flag-lost
keeps: 0.75
"""
import torch


def load_model(path):
    return torch.load(path, weights_only=False).eval()
