"""Tensors for floats.

exercise: gradient_norms
misconception: tensors-returned
keeps: 0.8
"""


def gradient_norms(net):
    return {name: None if p.grad is None else p.grad.norm() for name, p in net.named_parameters()}
