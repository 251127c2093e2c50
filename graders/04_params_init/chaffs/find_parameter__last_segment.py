"""Dictionaries all the way: the error names one step only.

exercise: find_parameter
keeps: 0.85
"""


def find_parameter(net, name):
    *path, last = name.split(".")
    for step in path:
        net = net._modules[step]
    if net._parameters.get(last) is None:
        raise KeyError(last)
    return net._parameters[last]
