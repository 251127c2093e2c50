"""The root is missing.

exercise: gradient_norms
misconception: squared-norm
keeps: 0.5
"""


def gradient_norms(net):
    return {name: None if p.grad is None else (p.grad ** 2).sum().item() for name, p in net.named_parameters()}
