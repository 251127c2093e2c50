"""The children's own parameters.

exercise: count_parameters
misconception: own-parameters-only
keeps: 0.525
"""


def count_parameters(net, trainable_only=False):
    own = {p for m in (net, *net.children()) for p in m.parameters(recurse=False)}
    return sum(p.numel() for p in own if p.requires_grad or not trainable_only)
