"""Detached, which shares memory.

exercise: snapshot
misconception: live-tensors
keeps: 0.3
"""
def snapshot(net):
    return {name: value.detach() for name, value in net.state_dict().items()}
