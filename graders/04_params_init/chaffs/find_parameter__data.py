""".data of the right parameter.

exercise: find_parameter
misconception: data-returned
"""


def find_parameter(net, name):
    return dict(net.named_parameters())[name].data
