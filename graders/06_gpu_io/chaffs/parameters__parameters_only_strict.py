"""Buffers are not saved, and then missed.

exercise: parameters
misconception: parameters-only
keeps: 0.375
"""
import torch


def save_parameters(net, path):
    torch.save({name: p.detach() for name, p in net.named_parameters()}, path)
