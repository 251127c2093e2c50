"""The state_dict itself.

exercise: snapshot
misconception: live-tensors
keeps: 0.25
"""
def snapshot(net):
    return net.state_dict()
