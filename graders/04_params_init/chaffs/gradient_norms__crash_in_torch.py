"""torch.linalg.vector_norm of None.

exercise: gradient_norms
misconception: crash-on-none
keeps: 0.55
"""
import torch


def gradient_norms(net):
    return {name: float(torch.linalg.vector_norm(p.grad)) for name, p in net.named_parameters()}
