"""No buffers.

exercise: snapshot
misconception: parameters-only
keeps: 0.55
"""
def snapshot(net):
    return {name: value.detach().clone() for name, value in net.named_parameters()}
