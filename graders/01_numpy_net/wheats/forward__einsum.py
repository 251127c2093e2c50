"""Both products by einsum.

exercise: forward
"""
import numpy as np


def forward(x, w1, w2):
    h = np.einsum("ij,jk->ik", x, w1)
    h_relu = relu(h)
    return h, h_relu, np.einsum("ij,jk->ik", h_relu, w2)
