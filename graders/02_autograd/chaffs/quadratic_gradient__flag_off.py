"""Switches x's requires_grad off at the end.

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.7
"""


def quadratic_gradient(x):
    v = x.detach().clone().requires_grad_()
    (3 * (v + 2) ** 2).mean().backward()
    if x.is_leaf:
        x.requires_grad_(False)
    return v.grad
