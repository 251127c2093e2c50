"""NumPy's float64 scalars are Python floats too.

exercise: gradient_norms
"""
import numpy as np


def gradient_norms(net):
    norms = {}
    for name, p in net.named_parameters():
        norms[name] = p.grad
        if p.grad is not None:
            norms[name] = np.sqrt(np.square(p.grad.numpy().astype("float64")).sum())
    return norms
