"""A copy of the module.

exercise: snapshot
keeps: 0.4
"""
import copy


def snapshot(net):
    return copy.deepcopy(net)
