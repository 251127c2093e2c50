"""linalg.norm with ord 2 is a spectral norm for matrices.

exercise: gradient_norms
misconception: spectral-norm
keeps: 0.6
"""
import torch


def gradient_norms(net):
    return {name: None if p.grad is None else torch.linalg.norm(p.grad.reshape(len(p.grad), -1), 2).item()
            for name, p in net.named_parameters()}
