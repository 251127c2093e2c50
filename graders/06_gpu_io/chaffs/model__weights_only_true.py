"""weights_only=True.

exercise: model
misconception: weights-only-default
"""
import torch


def load_model(path):
    return torch.load(path, weights_only=True)
