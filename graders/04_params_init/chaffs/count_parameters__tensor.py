"""A tensor for an int.

exercise: count_parameters
keeps: 0.85
"""
import torch


def count_parameters(net, trainable_only=False):
    return torch.tensor([p.numel() for p in net.parameters() if p.requires_grad or not trainable_only]).sum()
