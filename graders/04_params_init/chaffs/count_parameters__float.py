"""A float for an int.

exercise: count_parameters
keeps: 0.85
"""
import numpy as np



def count_parameters(net, trainable_only=False):
    return float(np.sum([p.numel() for p in net.parameters() if p.requires_grad or not trainable_only]))
