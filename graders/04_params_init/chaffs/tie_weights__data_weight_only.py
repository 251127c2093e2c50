"""The weight's .data shared, the bias tied well.

exercise: tie_weights
misconception: data-aliased
keeps: 0.525
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight.data = source.weight.data
    target.bias = source.bias
