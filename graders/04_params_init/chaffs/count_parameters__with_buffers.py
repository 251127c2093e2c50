"""Buffers count as well.

exercise: count_parameters
misconception: buffers-counted
keeps: 0.75
"""


def count_parameters(net, trainable_only=False):
    total = sum(p.numel() for p in net.parameters() if p.requires_grad or not trainable_only)
    return total + sum(b.numel() for b in net.buffers())
