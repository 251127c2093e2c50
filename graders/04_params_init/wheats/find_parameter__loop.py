"""A loop that falls through to the KeyError.

exercise: find_parameter
"""


def find_parameter(net, name):
    for candidate, parameter in net.named_parameters():
        if candidate == name:
            return parameter
    raise KeyError(name)
