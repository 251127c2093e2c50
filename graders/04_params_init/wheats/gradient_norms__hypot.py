"""math.hypot of a list of numbers.

exercise: gradient_norms
"""
import math


def gradient_norms(net):
    return {name: p.grad if p.grad is None else math.hypot(*p.grad.flatten().tolist())
            for name, p in net.named_parameters()}
