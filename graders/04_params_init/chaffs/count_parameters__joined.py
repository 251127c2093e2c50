"""All joined in one tensor, which needs at least one.

exercise: count_parameters
misconception: no-empty-net
keeps: 0.85
"""
import torch


def count_parameters(net, trainable_only=False):
    return torch.cat([p.reshape(-1) for p in net.parameters() if p.requires_grad or not trainable_only]).numel()
