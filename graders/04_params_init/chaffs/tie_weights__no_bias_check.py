"""A missing bias goes unnoticed.

exercise: tie_weights
misconception: mismatch-accepted
keeps: 0.85
"""


def tie_weights(source, target):
    if source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight = source.weight
    target.bias = source.bias
