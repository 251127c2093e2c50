"""dict.get returns None.

exercise: find_parameter
misconception: nothing-raised
keeps: 0.6
"""


def find_parameter(net, name):
    return dict(net.named_parameters()).get(name)
