"""Where h_relu is positive, h was; everything by einsum.

exercise: backward
"""
import numpy as np


def backward(x, y, w2, h, h_relu, y_pred):
    grad = 2 * (y_pred - y)
    passed = h_relu > 0
    return (
        np.einsum("ni,nh,ho,no->ih", x, passed.astype(float), w2, grad),
        np.einsum("nh,no->ho", h_relu, grad),
    )
