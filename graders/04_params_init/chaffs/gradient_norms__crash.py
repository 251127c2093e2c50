"""No look whether there is a gradient.

exercise: gradient_norms
misconception: crash-on-none
keeps: 0.55
"""


def gradient_norms(net):
    return {name: p.grad.norm().item() for name, p in net.named_parameters()}
