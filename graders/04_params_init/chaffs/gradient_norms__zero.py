"""0.0 where there is no gradient.

exercise: gradient_norms
misconception: zero-for-none
keeps: 0.625
"""


def gradient_norms(net):
    return {name: 0.0 if p.grad is None else float(p.grad.norm()) for name, p in net.named_parameters()}
