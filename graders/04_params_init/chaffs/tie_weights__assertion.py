"""Another kind of error.

exercise: tie_weights
keeps: 0.85
"""


def tie_weights(source, target):
    assert source.weight.shape == target.weight.shape
    assert (source.bias is None) == (target.bias is None)
    target.weight, target.bias = source.weight, source.bias
