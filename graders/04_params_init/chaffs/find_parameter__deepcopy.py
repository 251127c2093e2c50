"""A copy of the whole net first.

exercise: find_parameter
misconception: copy-returned
keeps: 0.4
"""
import copy


def find_parameter(net, name):
    return dict(copy.deepcopy(net).named_parameters())[name]
