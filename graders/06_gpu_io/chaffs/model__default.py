"""torch.load as it is.

exercise: model
misconception: weights-only-default
"""
import torch


def load_model(path):
    return torch.load(path)
