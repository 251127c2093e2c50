"""A set of the shapes, so that shared ones count once, but so do two layers of one size.

exercise: count_parameters
misconception: equal-counted-once
keeps: 0.65
"""
import math


def count_parameters(net, trainable_only=False):
    return sum(math.prod(shape) for shape in {p.shape for p in net.parameters() if p.requires_grad or not trainable_only})
