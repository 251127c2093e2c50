"""np.matrix, an old class of arrays.

exercise: forward
"""
import numpy as np


def forward(x, w1, w2):
    h = np.asmatrix(x) * np.asmatrix(w1)
    h_relu = np.maximum(h, 0)
    return h, h_relu, h_relu * np.asmatrix(w2)
