"""Gives the first snapshot again and again.

exercise: snapshot
misconception: first-snapshot-again
keeps: 0.5
"""
import copy


_first = {}

def snapshot(net):
    if net not in _first:
        _first[net] = copy.deepcopy(net.state_dict())
    return _first[net]
