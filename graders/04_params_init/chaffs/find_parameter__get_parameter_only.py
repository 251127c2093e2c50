"""get_parameter raises AttributeError.

exercise: find_parameter
misconception: attribute-error-leaks-out
keeps: 0.7
"""


def find_parameter(net, name):
    return net.get_parameter(name)
