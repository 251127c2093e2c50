"""Fails for a tensor without axes.

exercise: quadratic_gradient
keeps: 0.8
"""
import math


def quadratic_gradient(x):
    return 6 * (x.detach() + 2) / math.prod([len(x), *x.shape[1:]])
