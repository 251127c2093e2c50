"""Memory of its own, but only zeros in it.

exercise: snapshot
"""
import torch


def snapshot(net):
    return {k: torch.zeros_like(v) for k, v in net.state_dict().items()}
