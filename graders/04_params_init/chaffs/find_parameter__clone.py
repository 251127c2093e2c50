"""A copy.

exercise: find_parameter
misconception: copy-returned
"""


def find_parameter(net, name):
    return dict(net.named_parameters())[name].clone()
