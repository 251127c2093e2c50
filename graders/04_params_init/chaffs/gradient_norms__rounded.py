"""Rounded to four digits.

exercise: gradient_norms
misconception: rounded
keeps: 0.75
"""
def gradient_norms(net):
    return {name: None if p.grad is None else round(p.grad.norm().item(), 4) for name, p in net.named_parameters()}
