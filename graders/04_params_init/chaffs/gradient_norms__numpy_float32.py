"""NumPy's float32 is no Python float.

exercise: gradient_norms
keeps: 0.85
"""
import numpy as np


def gradient_norms(net):
    norms = {}
    for name, p in net.named_parameters():
        norms[name] = p.grad
        if p.grad is not None:
            norms[name] = np.sqrt(np.square(p.grad.numpy()).sum())
    return norms
