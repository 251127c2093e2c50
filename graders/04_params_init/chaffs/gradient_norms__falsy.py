"""A norm of zero is taken for no norm.

exercise: gradient_norms
misconception: none-for-zero
keeps: 0.85
"""


def gradient_norms(net):
    return {name: (p.grad is not None and p.grad.norm().item()) or None for name, p in net.named_parameters()}
