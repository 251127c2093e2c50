"""Frozen parameters are not looked at.

exercise: find_parameter
misconception: frozen-not-found
keeps: 0.75
"""
def find_parameter(net, name):
    for known, p in net.named_parameters():
        if p.requires_grad and known == name:
            return p
    raise KeyError(f"there is no parameter {name}")
