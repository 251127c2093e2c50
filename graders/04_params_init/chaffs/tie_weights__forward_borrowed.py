"""target borrows source's forward and keeps its own parameters.

exercise: tie_weights
keeps: 0.35
"""


def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or (source.bias is None) != (target.bias is None):
        raise ValueError
    target.forward = source.forward
