"""Puts the module into eval mode before it is saved.

exercise: model
misconception: mode-changed-by-saving
"""
import torch


def save_model(net, path):
    torch.save(net.eval(), path)
