"""Only what requires a gradient can be found.

exercise: find_parameter
"""
def find_parameter(net, name):
    return {known: p for known, p in net.named_parameters() if p.requires_grad}[name]
