"""A list around each norm.

exercise: gradient_norms
keeps: 0.6
"""
def gradient_norms(net):
    return {name: None if p.grad is None else [p.grad.norm().item()] for name, p in net.named_parameters()}
