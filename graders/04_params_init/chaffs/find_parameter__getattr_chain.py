"""Any attribute that getattr finds.

exercise: find_parameter
misconception: attribute-error-leaks-out
keeps: 0.5
"""
import functools


def find_parameter(net, name):
    return functools.reduce(getattr, name.split("."), net)
