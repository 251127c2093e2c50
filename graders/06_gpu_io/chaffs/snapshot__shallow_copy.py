"""A shallow copy.

exercise: snapshot
misconception: live-tensors
"""
import copy


def snapshot(net):
    return copy.copy(net.state_dict())
