"""A net without parameters is thought of, one without trainable parameters is not.

exercise: count_parameters
misconception: all-frozen
keeps: 0.85
"""
import torch


def count_parameters(net, trainable_only=False):
    if not list(net.parameters()):
        return 0
    return torch.cat([p.flatten() for p in net.parameters() if p.requires_grad or not trainable_only]).numel()
