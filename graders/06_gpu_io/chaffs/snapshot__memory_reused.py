"""One dict for all snapshots.

exercise: snapshot
misconception: overwritten-by-the-next
keeps: 0.4
"""
_state = {}


def snapshot(net):
    for name, value in net.state_dict().items():
        _state[name] = value.clone()
    return _state
