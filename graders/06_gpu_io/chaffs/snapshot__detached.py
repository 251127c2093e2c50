"""Detached, which shares memory.

exercise: snapshot
misconception: live-tensors
"""
def snapshot(net):
    return {name: value.detach() for name, value in net.state_dict().items()}
