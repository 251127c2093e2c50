"""trainable_only is not read.

exercise: count_parameters
misconception: frozen-counted
keeps: 0.7
"""


def count_parameters(net, trainable_only=False):
    return sum(p.numel() for p in net.parameters())
