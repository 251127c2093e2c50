"""A new dict of the same tensors.

exercise: snapshot
misconception: live-tensors
"""
def snapshot(net):
    return dict(net.state_dict())
