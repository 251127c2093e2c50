"""Puts the module into eval mode before it is saved.

exercise: model
misconception: mode-changed-by-saving
keeps: 0.8
"""
import torch


def save_model(net, path):
    torch.save(net.eval(), path)
