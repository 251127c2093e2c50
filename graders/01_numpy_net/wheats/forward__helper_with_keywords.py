"""relu has another signature in this file, and forward calls it in that way.

exercise: forward
"""
import numpy as np


def relu(x, slope=0.0):
    return np.where(x > 0, x, slope * x)


def forward(x, w1, w2):
    hidden = np.matmul(x, w1)
    activated = relu(hidden, slope=0.0)
    return hidden, activated, np.matmul(activated, w2)
