"""A copy of the module.

exercise: snapshot
"""
import copy


def snapshot(net):
    return copy.deepcopy(net)
