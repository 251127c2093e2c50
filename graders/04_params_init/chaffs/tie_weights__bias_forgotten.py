"""The weight only.

exercise: tie_weights
misconception: bias-forgotten
keeps: 0.6
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight = source.weight
