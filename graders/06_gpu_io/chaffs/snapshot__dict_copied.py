"""A new dict of the same tensors.

exercise: snapshot
misconception: live-tensors
keeps: 0.3
"""
def snapshot(net):
    return dict(net.state_dict())
