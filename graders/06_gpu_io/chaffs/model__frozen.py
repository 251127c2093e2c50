"""Freezes what it loads.

exercise: model
keeps: 0.75
"""
import torch


def save_model(net, path):
    torch.save(net, path)


def load_model(path):
    net = torch.load(path, weights_only=False)
    for p in net.parameters():
        p.requires_grad = False
    return net
