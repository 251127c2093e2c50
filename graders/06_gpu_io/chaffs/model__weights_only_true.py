"""weights_only=True.

exercise: model
misconception: weights-only-default
keeps: 0.45
"""
import torch


def load_model(path):
    return torch.load(path, weights_only=True)
