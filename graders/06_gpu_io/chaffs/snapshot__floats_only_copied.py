"""Copies floating point only; the counter lives on.

exercise: snapshot
keeps: 0.8
"""


def snapshot(net):
    return {k: v.clone() if v.is_floating_point() else v for k, v in net.state_dict().items()}
