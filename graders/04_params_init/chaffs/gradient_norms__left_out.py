"""Parameters without a gradient left out.

exercise: gradient_norms
misconception: none-left-out
keeps: 0.65
"""


def gradient_norms(net):
    return {name: p.grad.norm().item() for name, p in net.named_parameters() if p.grad is not None}
