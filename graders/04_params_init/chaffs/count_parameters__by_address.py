"""Tells parameters apart by their address, and on meta there is none.

exercise: count_parameters
keeps: 0.85
"""
def count_parameters(net, trainable_only=False):
    found = {p.data_ptr(): p for p in net.parameters() if p.requires_grad or not trainable_only}
    return sum(p.numel() for p in found.values())
