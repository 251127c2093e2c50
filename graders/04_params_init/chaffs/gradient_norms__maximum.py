"""The largest entry.

exercise: gradient_norms
misconception: largest-entry
keeps: 0.45
"""


def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.norm(float("inf")).item() for name, p in net.named_parameters()}
