"""The target's Parameters, with the source's numbers, in both.

exercise: tie_weights
misconception: tied-the-wrong-way-round
keeps: 0.625
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.load_state_dict(source.state_dict())
    source.weight = target.weight
    source.bias = target.bias
