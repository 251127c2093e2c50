"""Shapes are not compared.

exercise: tie_weights
misconception: mismatch-accepted
keeps: 0.85
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None):
        raise ValueError
    target.weight = source.weight
    target.bias = source.bias
