"""Saves in eval mode, and sets all parts back to the mode of the whole.

exercise: model
misconception: training-flag-lost
keeps: 0.675
"""
import torch


def save_model(net, path):
    mode = net.training
    net.eval()
    torch.save(net, path)
    net.train(mode)


def load_model(path):
    net = torch.load(path, weights_only=False)
    return net
