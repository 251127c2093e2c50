"""Divided by the number of rows, which a single number does not have.

exercise: quadratic_gradient
misconception: wrong-size
keeps: 0.5
"""
def quadratic_gradient(x):
    return 6 * (x.detach() + 2) / len(x)
