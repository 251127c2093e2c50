"""A layer and its parameter, with exactly one dot between them.

exercise: find_parameter
misconception: one-depth-only
keeps: 0.3
"""
def find_parameter(net, name):
    layer, own = name.split(".")
    return net._modules[layer]._parameters[own]
