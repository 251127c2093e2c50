"""An OrderedDict of detached clones.

exercise: snapshot
"""
from collections import OrderedDict


def snapshot(net):
    state = OrderedDict()
    for name, value in net.state_dict().items():
        state[name] = value.detach().clone()
    return state
