"""Clones the parameters alone.

exercise: snapshot
misconception: live-tensors
keeps: 0.7
"""
def snapshot(net):
    state = net.state_dict()
    state.update({name: value.detach().clone() for name, value in net.named_parameters()})
    return state
