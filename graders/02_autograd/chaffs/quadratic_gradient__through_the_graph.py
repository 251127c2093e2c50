"""Goes back through the graph of a computed x.

exercise: quadratic_gradient
misconception: graph-of-caller
keeps: 0.85
"""
import torch


def quadratic_gradient(x):
    work = x.clone() if not x.is_leaf else x.detach().clone().requires_grad_()
    if not work.is_leaf:
        work.retain_grad()
    (3 * (work + 2) ** 2).mean().backward()
    return work.grad
