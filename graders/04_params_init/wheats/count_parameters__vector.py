"""One long vector of them all.

exercise: count_parameters
"""
from torch import nn


def count_parameters(net, trainable_only=False):
    chosen = [p for p in net.parameters() if p.requires_grad >= trainable_only]
    return len(nn.utils.parameters_to_vector(chosen)) if chosen else 0
