"""torch.load as it is.

exercise: model
misconception: weights-only-default
keeps: 0.45
"""
import torch


def load_model(path):
    return torch.load(path)
