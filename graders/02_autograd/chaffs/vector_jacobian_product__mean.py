"""The mean in place of the sum.

exercise: vector_jacobian_product
keeps: 0.475
"""


def vector_jacobian_product(f, x, v):
    x = x.detach().clone().requires_grad_()
    (f(x) * v).mean().backward()
    return x.grad
