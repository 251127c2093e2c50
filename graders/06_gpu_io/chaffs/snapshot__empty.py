"""Memory of its own, but only zeros in it.

exercise: snapshot
keeps: 0.05
"""
import torch


def snapshot(net):
    return {k: torch.zeros_like(v) for k, v in net.state_dict().items()}
