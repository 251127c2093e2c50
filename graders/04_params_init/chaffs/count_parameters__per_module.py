"""Every module's parameters, without looking who they are.

exercise: count_parameters
misconception: shared-counted-twice
keeps: 0.75
"""


def count_parameters(net, trainable_only=False):
    return sum(p.numel() for _, p in net.named_parameters(remove_duplicate=False) if p.requires_grad >= trainable_only)
