"""Values copied.

exercise: tie_weights
misconception: values-copied
keeps: 0.45
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.load_state_dict(source.state_dict())
