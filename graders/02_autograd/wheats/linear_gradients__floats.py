"""Python floats in place of tensors.

exercise: linear_gradients
"""


def linear_gradients(x, w, b):
    return w.item(), x.item(), 1.0
