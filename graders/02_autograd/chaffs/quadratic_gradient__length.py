"""Fails for a tensor without axes.

exercise: quadratic_gradient
"""
import math


def quadratic_gradient(x):
    return 6 * (x.detach() + 2) / math.prod([len(x), *x.shape[1:]])
