"""The module itself.

exercise: snapshot
keeps: 0.05
"""
def snapshot(net):
    return net
