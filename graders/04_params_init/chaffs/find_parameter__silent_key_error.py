"""A KeyError that does not say what was asked for.

exercise: find_parameter
keeps: 0.85
"""


def find_parameter(net, name):
    for full, parameter in net.named_parameters():
        if full == name:
            return parameter
    raise KeyError("no such parameter")
