"""Puts the net into eval mode before it is saved.

exercise: parameters
misconception: mode-changed-by-saving
"""
import torch


def save_parameters(net, path):
    net.eval()
    torch.save(net.state_dict(), path)
