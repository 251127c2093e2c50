"""Does nothing.

exercise: vector_jacobian_product
keeps: 0.0
"""
def vector_jacobian_product(f, x, v):
    pass
