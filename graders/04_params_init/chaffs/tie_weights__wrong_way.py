"""source uses what was target's.

exercise: tie_weights
misconception: tied-the-wrong-way-round
keeps: 0.525
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    source.weight = target.weight
    source.bias = target.bias
