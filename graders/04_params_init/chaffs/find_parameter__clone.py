"""A copy.

exercise: find_parameter
misconception: copy-returned
keeps: 0.375
"""


def find_parameter(net, name):
    return dict(net.named_parameters())[name].clone()
