"""Absolute values.

exercise: gradient_norms
misconception: absolute-sum
keeps: 0.5
"""


def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.abs().sum().item() for name, p in net.named_parameters()}
