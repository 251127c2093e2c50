""".data of the right parameter.

exercise: find_parameter
misconception: data-returned
keeps: 0.5
"""


def find_parameter(net, name):
    return dict(net.named_parameters())[name].data
