"""A shallow copy.

exercise: snapshot
misconception: live-tensors
keeps: 0.3
"""
import copy


def snapshot(net):
    return copy.copy(net.state_dict())
