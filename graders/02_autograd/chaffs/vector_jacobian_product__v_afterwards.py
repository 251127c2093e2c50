"""v times the gradient of the sum, entry by entry.

exercise: vector_jacobian_product
misconception: sum-times-v
keeps: 0.3
"""


def vector_jacobian_product(f, x, v):
    leaf = x.detach().clone().requires_grad_()
    f(leaf).sum().backward()
    return v * leaf.grad
