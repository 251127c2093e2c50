"""Numbers of entries are compared, not shapes.

exercise: tie_weights
misconception: mismatch-accepted
keeps: 0.9
"""


def tie_weights(source, target):
    if source.weight.numel() != target.weight.numel() or (source.bias is None) != (target.bias is None):
        raise ValueError
    target.weight = source.weight
    target.bias = source.bias
