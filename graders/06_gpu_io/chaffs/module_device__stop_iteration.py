"""Takes the first parameter, and fails where there is none.

exercise: module_device
misconception: stop-iteration
keeps: 0.5
"""
def module_device(net):
    return next(net.parameters()).device
