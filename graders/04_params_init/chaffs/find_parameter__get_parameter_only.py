"""get_parameter raises AttributeError.

exercise: find_parameter
misconception: attribute-error-leaks-out
"""


def find_parameter(net, name):
    return net.get_parameter(name)
