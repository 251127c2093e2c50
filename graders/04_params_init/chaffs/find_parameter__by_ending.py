"""The first parameter whose name ends like this.

exercise: find_parameter
keeps: 0.575
"""


def find_parameter(net, name):
    for full, parameter in net.named_parameters():
        if full.endswith(name):
            return parameter
    raise KeyError(name)
