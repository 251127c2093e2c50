"""The norm of the weights.

exercise: gradient_norms
misconception: norm-of-the-weight
keeps: 0.4
"""


def gradient_norms(net):
    return {name: None if p.grad is None else p.detach().norm().item() for name, p in net.named_parameters()}
