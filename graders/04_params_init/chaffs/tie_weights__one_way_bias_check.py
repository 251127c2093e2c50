"""Only one of the two ways in which one bias can be missing.

exercise: tie_weights
misconception: mismatch-accepted
keeps: 0.9
"""


def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or source.bias is None and target.bias is not None:
        raise ValueError
    target.weight = source.weight
    target.bias = source.bias
