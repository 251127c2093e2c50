"""The length of everything laid end to end.

exercise: count_parameters
"""
import torch


def count_parameters(net, trainable_only=False):
    pieces = [p.detach().flatten() for p in set(net.parameters()) if not trainable_only or p.requires_grad]
    return len(torch.cat(pieces)) if pieces else 0
