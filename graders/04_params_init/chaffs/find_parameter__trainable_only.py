"""Only what requires a gradient can be found.

exercise: find_parameter
keeps: 0.75
"""
def find_parameter(net, name):
    return {known: p for known, p in net.named_parameters() if p.requires_grad}[name]
