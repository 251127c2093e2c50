"""load_state_dict with assign makes new Parameters around the same memory.

exercise: tie_weights
misconception: data-aliased
keeps: 0.5
"""


def tie_weights(source, target):
    if (source.bias is None) != (target.bias is None) or source.weight.shape != target.weight.shape:
        raise ValueError
    target.load_state_dict(source.state_dict(), assign=True)
