"""Also what a state_dict leaves out, and a shared parameter only once.

exercise: snapshot
misconception: unusual-net
keeps: 0.85
"""
import copy


def snapshot(net):
    tensors = dict(net.named_parameters()) | dict(net.named_buffers())
    return copy.deepcopy(tensors)
