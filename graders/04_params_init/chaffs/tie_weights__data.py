""".data shared.

exercise: tie_weights
misconception: data-aliased
keeps: 0.5
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.weight.data = source.weight.data
    if source.bias is not None:
        target.bias.data = source.bias.data
