"""Makes floats of all numbers.

exercise: snapshot
keeps: 0.8
"""


def snapshot(net):
    return {k: v.clone().float() for k, v in net.state_dict().items()}
