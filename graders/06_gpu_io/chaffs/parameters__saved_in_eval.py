"""Puts the net into eval mode before it is saved.

exercise: parameters
misconception: mode-changed-by-saving
keeps: 0.8
"""
import torch


def save_parameters(net, path):
    net.eval()
    torch.save(net.state_dict(), path)
