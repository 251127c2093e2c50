"""A module used twice counts once, a parameter of two modules does not.

exercise: count_parameters
misconception: shared-counted-twice
keeps: 0.775
"""


def count_parameters(net, trainable_only=False):
    return sum(p.numel() for m in net.modules() for p in m.parameters(recurse=False)
               if p.requires_grad or not trainable_only)
