"""One mode for all parts.

exercise: model
misconception: training-flag-lost
keeps: 0.8
"""
import torch


def load_model(path):
    net = torch.load(path, weights_only=False)
    return net.train(net.training)
