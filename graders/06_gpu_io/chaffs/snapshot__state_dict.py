"""The state_dict itself.

exercise: snapshot
misconception: live-tensors
"""
def snapshot(net):
    return net.state_dict()
