"""Frozen ones are never counted.

exercise: count_parameters
misconception: frozen-never-counted
keeps: 0.7
"""


def count_parameters(net, trainable_only=False):
    return sum(p.numel() for p in net.parameters() if p.requires_grad)
