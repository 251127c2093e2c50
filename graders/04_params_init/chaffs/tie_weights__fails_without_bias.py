"""Both without a bias is an error here.

exercise: tie_weights
keeps: 0.9
"""


def tie_weights(source, target):
    if source.weight.shape != target.weight.shape or source.bias is None or target.bias is None:
        raise ValueError
    target.weight, target.bias = source.weight, source.bias
