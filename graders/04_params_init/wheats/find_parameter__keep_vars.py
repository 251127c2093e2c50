"""state_dict with keep_vars holds the Parameters themselves.

exercise: find_parameter
"""
from torch import nn


def find_parameter(net, name):
    found = net.state_dict(keep_vars=True).get(name)
    if type(found) is not nn.Parameter:
        raise KeyError("%s is not a parameter of this net" % name)
    return found
