"""Nothing is ever found.

exercise: find_parameter
keeps: 0.0
"""
def find_parameter(net, name):
    raise KeyError(name)
