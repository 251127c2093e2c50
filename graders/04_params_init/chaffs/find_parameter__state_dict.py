"""state_dict holds detached tensors.

exercise: find_parameter
misconception: data-returned
keeps: 0.5
"""


def find_parameter(net, name):
    if name not in dict(net.named_parameters()):
        raise KeyError(name)
    return net.state_dict()[name]
