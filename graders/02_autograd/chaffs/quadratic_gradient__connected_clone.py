"""A clone that is still connected to x, whose .grad changes.

exercise: quadratic_gradient
misconception: caller-tensor-changed
keeps: 0.725
"""


def quadratic_gradient(x):
    c = x.clone()
    c.requires_grad_(True)
    c.retain_grad()
    (3 * (c + 2) ** 2).mean().backward()
    return c.grad
