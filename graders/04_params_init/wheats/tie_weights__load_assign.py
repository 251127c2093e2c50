"""load_state_dict with assign keeps Parameters that keep_vars hands out.

exercise: tie_weights
"""


def tie_weights(source, target):
    mine, theirs = target.state_dict(), source.state_dict(keep_vars=True)
    if mine.keys() != theirs.keys() or any(mine[name].shape != theirs[name].shape for name in mine):
        raise ValueError("the two layers differ in their parameters")
    target.load_state_dict(theirs, assign=True)
