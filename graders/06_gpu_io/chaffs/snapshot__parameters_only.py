"""No buffers.

exercise: snapshot
misconception: parameters-only
"""
def snapshot(net):
    return {name: value.detach().clone() for name, value in net.named_parameters()}
